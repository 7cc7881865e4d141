package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Digest;
import org.wwj.archive.Xattrs;

class TreeScanTest {
  @TempDir private Path folder;
  private Path root;
  private Digest before;

  @BeforeEach
  void aTree() throws IOException {
    root = folder.resolve("rootfs");
    new Trees(root).file("etc/hosts", "one");
    Files.createDirectories(folder.resolve("run"));
    before = now();
  }

  private Digest now() throws IOException {
    return TreeScan.of(new ImageTree(root)).fingerprint();
  }

  @Test
  void isTheSameAfterPlacesToMountOnWereMadeAndTakenBack() throws IOException {
    MadePlaces places = new MadePlaces(root, folder.resolve("run"));
    places.file("etc/resolv.conf");
    places.folder("proc");
    assertThat(now()).isNotEqualTo(before);
    places.sweep();
    assertThat(now()).isEqualTo(before);
  }

  @Test
  void tellsAFoldersModeAndAttributes() throws IOException {
    Path etc = root.resolve("etc");
    Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwx------"));
    Digest mode = now();
    assertThat(mode).isNotEqualTo(before);
    Xattrs.write(etc, "user.note", new byte[] {1});
    assertThat(now()).isNotEqualTo(mode);
  }

  @Test
  void tellsAFileThatWasWrittenAndHasItsOldTime() throws IOException {
    Path hosts = root.resolve("etc/hosts");
    var time = Files.getLastModifiedTime(hosts);
    Files.writeString(hosts, "two");
    Files.setLastModifiedTime(hosts, time);
    assertThat(now()).isNotEqualTo(before);
  }
}
