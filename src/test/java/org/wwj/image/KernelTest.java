package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {
  @TempDir private Path root;
  private Trees trees;

  @BeforeEach
  void merged() {
    trees = new Trees(root).merged();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Debian|6.1.0-49-amd64,6.1.0-50-cloud-amd64|6.1.0-50-cloud-amd64",
        "numbers, not letters|6.1.0-9-amd64,6.1.0-10-amd64|6.1.0-10-amd64",
        "debug is last|5.14.0-570.12.1.el9_6.x86_64,5.14.0-611.1.1.el9_6.x86_64+debug|5.14.0-570.12.1.el9_6.x86_64",
        "rescue is last|6.12.0-55.el10.x86_64,0-rescue-9f0c6b2b0a4d|6.12.0-55.el10.x86_64",
        "minor before patch|6.12.9-1.el10,6.2.30-1.el10|6.12.9-1.el10",
      })
  void choosesTheHighestThatIsNeitherDebugNorRescue(String name, String all, String chosen) {
    for (String release : all.split(",")) {
      trees
          .file("boot/vmlinuz-" + release, "k")
          .file("usr/lib/modules/" + release + "/modules.dep", "");
    }
    Kernel kernel = Kernel.choose(trees.tree(), "");
    assertThat(kernel.release()).isEqualTo(chosen);
    assertThat(kernel.path()).isEqualTo("boot/vmlinuz-" + chosen);
  }

  @Test
  void findsTheKernelBesideItsModulesAsRockyHasIt() {
    trees.file("usr/lib/modules/6.12.0-55.9.1.el10_0.x86_64/vmlinuz", "k");
    Kernel kernel = Kernel.choose(trees.tree(), "");
    assertThat(kernel)
        .isEqualTo(
            new Kernel(
                "lib/modules/6.12.0-55.9.1.el10_0.x86_64/vmlinuz",
                "6.12.0-55.9.1.el10_0.x86_64",
                "6.12.0-55.9.1."));
  }

  @Test
  void takesAVersionItsBeginningOrAPath() {
    trees.file("boot/vmlinuz-6.1.0-49-amd64", "k").file("boot/vmlinuz-6.1.0-50-amd64", "k");
    trees.file("opt/vmlinuz-6.6.6-own", "k");
    assertThat(Kernel.choose(trees.tree(), "6.1.0-49").path()).endsWith("49-amd64");
    assertThat(Kernel.choose(trees.tree(), "/opt/vmlinuz-6.6.6-own").release())
        .isEqualTo("6.6.6-own");
    assertThatThrownBy(() -> Kernel.choose(trees.tree(), "5"))
        .hasMessage("no kernel '5' in the image; it has 6.1.0-50-amd64, 6.1.0-49-amd64");
  }

  @Test
  void givesAKernelWithoutVersionTheOnlyModulesThereAre() {
    trees.file("boot/vmlinuz-linux", "k").file("usr/lib/modules/6.15.2-arch1-1/modules.dep", "");
    assertThat(Kernel.choose(trees.tree(), "").release()).isEqualTo("6.15.2-arch1-1");
  }

  @Test
  void ignoresALinkToAKernelThatIsGone() {
    trees.link("boot/vmlinuz-6.1.0-50-amd64", "/nowhere").file("boot/vmlinuz-6.1.0-49-amd64", "k");
    assertThat(Kernel.all(trees.tree())).hasSize(1);
  }

  @Test
  void saysWhatToInstallWhenThereIsNone() {
    assertThatThrownBy(() -> Kernel.choose(trees.tree(), ""))
        .hasMessageContaining("linux-image-amd64")
        .hasMessageContaining("kernel-core");
  }

  @Test
  void readsSettingsFromEitherPlace() {
    trees.file("usr/lib/modules/1/config", "CONFIG_RD_ZSTD=y\n# CONFIG_X is not set\nCONFIG_Y=m\n");
    assertThat(Kernel.settings(trees.tree(), "1"))
        .containsEntry("CONFIG_RD_ZSTD", "y")
        .containsEntry("CONFIG_Y", "m")
        .hasSize(2);
    assertThat(Kernel.settings(trees.tree(), "2")).isEmpty();
  }
}
