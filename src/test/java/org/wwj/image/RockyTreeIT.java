package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RockyTreeIT {
  @TempDir private Path folder;

  @Test
  void isLaidOutAsRockysAndChangedByDnf() {
    RockyTree rocky = RockyTree.make();
    Path root = folder.resolve("a/rootfs");
    rocky.copyTo(root);
    String modules = "usr/lib/modules/" + RockyTree.RELEASE;
    assertThat(root.resolve("bin")).isSymbolicLink();
    assertThat(root.resolve("etc/os-release")).content().contains("ID=\"rocky\"");
    assertThat(root.resolve(modules + "/vmlinuz")).exists();
    assertThat(root.resolve(modules + "/kernel/fs/squashfs/squashfs.ko.xz")).exists();
    assertThat(root.resolve(modules + "/modules.alias"))
        .content()
        .contains("alias pci:v00008086d00001539sv*sd*bc*sc*i* igb");
    assertThat(root.resolve("usr/lib/sysimage/rpm/rpmdb.sqlite")).exists();
    assertThat(root.resolve("usr/share/wwj-hello/text")).hasContent("hello 1.0");
    rocky.dnf(root, "upgrade", "wwj-hello");
    assertThat(root.resolve("usr/share/wwj-hello/text")).hasContent("hello 1.1");
    assertThat(root.resolve("usr/share/wwj-hello/1.0")).doesNotExist();
  }
}
