package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the name itself before a longer one|6.12.0-55.el10.x86_64|6.12.0-55.el10.x86_64",
        "the other by its whole name|6.12.0-55.el10.x86_64+debug|6.12.0-55.el10.x86_64+debug",
        "the version|6.1.0-9|6.1.0-9-amd64",
        "a beginning is whole numbers first|6.1|6.1.0-10-amd64",
        "and parts of them where there is no other|6.12.0-5|6.12.0-55.el10.x86_64",
        "debug is last|6.12|6.12.0-55.el10.x86_64",
        "with its point|6.1.|6.1.0-10-amd64",
        "a version alone|6.12.0-55.el10|6.12.0-55.el10.x86_64",
        "of none|5|",
        "nor of a part within|12|",
      })
  void findsWhatAWishMeans(String name, String wish, String release) {
    for (String one :
        List.of(
            "6.1.0-9-amd64",
            "6.1.0-10-amd64",
            "6.12.0-55.el10.x86_64",
            "6.12.0-55.el10.x86_64+debug")) {
      trees.file("usr/lib/modules/" + one + "/vmlinuz", "k");
    }
    assertThat(Kernel.find(Kernel.all(trees.tree()), wish).map(Kernel::release).orElse(null))
        .isEqualTo(release);
  }

  @Test
  void findsKernelsAsSuseUbuntuAndArmHaveThem() {
    String suse = "6.4.0-150600.21-default";
    trees.file("usr/lib/modules/" + suse + "/vmlinuz", "k");
    trees.link("boot/vmlinuz-" + suse, "../usr/lib/modules/" + suse + "/vmlinuz");
    trees.link("boot/vmlinuz", "vmlinuz-" + suse).file("boot/.vmlinuz-" + suse + ".hmac", "");
    String arm = "6.4.0-150600.30-64kb";
    trees.file("usr/lib/modules/" + arm + "/Image", "k");
    trees.link("boot/Image-" + arm, "../usr/lib/modules/" + arm + "/Image");
    String ubuntu = "6.8.0-41-generic";
    trees.file("boot/vmlinuz-" + ubuntu, "k").file("usr/lib/modules/" + ubuntu + "/x", "");
    trees.link("boot/vmlinuz.old", "vmlinuz-" + ubuntu);
    assertThat(Kernel.all(trees.tree()).stream().map(Kernel::release))
        .containsExactly(ubuntu, arm, suse);
    assertThat(Kernel.choose(trees.tree(), "/boot/vmlinuz"))
        .isEqualTo(new Kernel("boot/vmlinuz", suse, "6.4.0-150600.21"));
    assertThat(Kernel.choose(trees.tree(), "/boot/vmlinuz.old").release()).isEqualTo(ubuntu);
    assertThat(Kernel.choose(trees.tree(), "/usr/lib/modules/" + arm + "/Image").release())
        .isEqualTo(arm);
  }

  @Test
  void choosesOneThatHasModulesBeforeANewerThatHasNone() {
    trees.file("boot/vmlinuz-6.1.0-49-amd64", "k").file("boot/vmlinuz-6.1.0-50-amd64", "k");
    trees.file("usr/lib/modules/6.1.0-49-amd64/modules.dep", "");
    assertThat(Kernel.choose(trees.tree(), "").release()).isEqualTo("6.1.0-49-amd64");
    assertThat(Kernel.choose(trees.tree(), "6.1").release()).isEqualTo("6.1.0-50-amd64");
  }

  @ParameterizedTest
  @CsvSource({
    "boot/initramfs-6.1.0.img",
    "boot/initrd-6.1.0",
    "boot/initrd.img-6.1.0",
    "usr/lib/modules/6.1.0/initrd"
  })
  void findsTheInitramfsByTheNamesOfDistributions(String path) {
    trees.file("boot/vmlinuz-6.1.0", "k").file("boot/initrd.img-6.2.0", "other");
    Kernel kernel = Kernel.choose(trees.tree(), "");
    assertThat(kernel.initramfs(trees.tree())).isEmpty();
    trees.file(path, "dracut's");
    assertThat(kernel.initramfs(trees.tree()).map(ImageTree.Resolved::path)).contains(path);
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
