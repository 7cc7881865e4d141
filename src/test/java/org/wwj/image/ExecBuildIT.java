package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.chroot.Bind;
import org.wwj.image.chroot.Chroot;
import org.wwj.testnet.Peers;

/** Builds beside commands in the tree. */
class ExecBuildIT {
  @TempDir private Path folder;
  private ImageStore store;
  private Chroot.Options options;

  @BeforeEach
  void anImage() throws IOException {
    Peers.require("/bin/busybox", "mksquashfs", "depmod", "unshare", "setpriv");
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    Path root = store.rootfs("a");
    new Trees(root).bootable();
    Files.copy(
        Path.of("/bin/busybox"),
        root.resolve("usr/bin/sh"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    Path file = Files.writeString(folder.resolve("file"), "");
    Bind wanted = Bind.parse(file + ":/etc/new/place");
    Bind missing = new Bind(folder.resolve("none"), "/etc/none", true, false, false);
    options = new Chroot.Options(List.of(wanted, missing), null, "");
  }

  private Builder.Outcome build() {
    return new Builder(store, folder.resolve("keys"), Clock.systemUTC())
        .build("a", Builder.Options.DEFAULT, step -> {});
  }

  @Test
  void findNothingToDoAfterACommandThatChangesNothing() {
    Builder.Outcome first = build();
    List<String> remarks = new ArrayList<>();
    try (Chroot chroot = Chroot.enter(store, "a", options, remarks::add)) {
      assertThat(chroot.shell()).containsExactly("/bin/sh");
      assertThat(chroot.run(List.of("sh", "-c", "test -f /etc/new/place"))).isZero();
      assertThat(store.rootfs("a").resolve("proc")).isDirectory();
      assertThatThrownBy(this::build)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("in use");
    }
    assertThat(remarks).singleElement().asString().contains("none is not on this server");
    assertThat(store.rootfs("a").resolve("proc")).doesNotExist();
    assertThat(build().upToDate()).isTrue();
    try (Chroot chroot = Chroot.enter(store, "a", options, remark -> {})) {
      assertThat(chroot.run(List.of("sh", "-c", "echo >/etc/mine"))).isZero();
    }
    assertThat(build().generation()).isNotEqualTo(first.generation());
  }
}
