package org.wwj.image.chroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.image.ImageException;

class DestinationTest {
  @TempDir private Path root;

  @BeforeEach
  void aTree() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("var"));
    Files.createDirectories(root.resolve("run"));
    Files.writeString(root.resolve("etc/hosts"), "");
    link("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf");
    link("etc/out", "/etc/hosts");
    link("etc/far", "../../../../etc/hosts");
    link("etc/loop", "loop");
    link("etc/dangling", "/opt/nothing/there");
    link("var/run", "/run");
    link("run/of-the-tree", "/etc/hosts");
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(path), Path.of(target));
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/hosts,           etc/hosts,                            FILE",
    "/etc,                 etc,                                  FOLDER",
    "/etc/new/file,        etc/new/file,                         MISSING",
    "/etc/resolv.conf,     run/systemd/resolve/stub-resolv.conf, OWN",
    "/etc/out,             etc/hosts,                            FILE",
    "/etc/far,             etc/hosts,                            FILE",
    "/etc/dangling,        opt/nothing/there,                    MISSING",
    "/var/run/x,           run/x,                                OWN",
    "/run/of-the-tree,     run/of-the-tree,                      OWN",
    "/dev/sda,             dev/sda,                              OWN",
    "/nowhere/../etc,      etc,                                  FOLDER"
  })
  void staysInTheTree(String path, String leads, Destination.Where where) {
    assertThat(Destination.of(root, path)).isEqualTo(new Destination(leads, where));
  }

  @Test
  void doesNotGoInCircles() {
    assertThatThrownBy(() -> Destination.of(root, "/etc/loop"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("/etc/loop");
  }
}
