package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Digest;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.image.Manifest;
import org.wwj.image.Ram;
import org.wwj.net.MacAddress;

class MachineRulesTest {
  private static final String ID = "20261123T051400Z-1f2e3d4c";
  private static final String NODES =
      """
      nodes:
        c1:
          image name: rocky-10
          system overlay: []
          network devices: {default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.11}}
        c2:
          image name: rocky-10
          network devices: {default: {hwaddr: "52:54:00:00:00:02", ipaddr: 10.0.0.12}}
        c3:
          image name: rocky-10
          network devices: {default: {hwaddr: "52:54:00:00:00:03", ipaddr: 10.0.0.13}}
      """;

  @TempDir private Path folder;
  private CliSite site;

  @BeforeEach
  void aBuiltImageWithTwoKernelsOfWhichOneIsBuilt() throws IOException {
    site = new CliSite(folder, NODES);
    Path modules = folder.resolve("state/chroots/rocky-10/rootfs/usr/lib/modules");
    for (String release : List.of("6.12.0-55.el10.x86_64", "6.12.0-55.el10.x86_64+debug")) {
      Files.createDirectories(modules.resolve(release));
      Files.writeString(modules.resolve(release).resolve("vmlinuz"), "kernel");
    }
    Files.createSymbolicLink(
        modules.getParent().getParent().resolveSibling("lib"), Path.of("usr/lib"));
    Path generation = folder.resolve("state/provision/images/rocky-10/" + ID);
    Files.createDirectories(generation);
    Files.createSymbolicLink(generation.resolveSibling("current"), Path.of(ID));
    Files.writeString(
        generation.resolve("kernels"),
        "6.12.0-55.el10.x86_64 /lib/modules/6.12.0-55.el10.x86_64/vmlinuz\n");
    long mib = 1 << 20;
    Ram ram = new Ram(300 * mib, 700 * mib, 900 * mib);
    Digest none = new Digest("0".repeat(64));
    Manifest manifest =
        new Manifest(
            "rocky-10",
            ID,
            "6.12.0-55.el10.x86_64",
            0,
            0,
            ram,
            none,
            "0".repeat(128),
            List.of(),
            List.of());
    Files.writeString(generation.resolve("manifest"), manifest.format());
    remember("52:54:00:00:00:01", 512);
    remember("52:54:00:00:00:02", 512);
    remember("52:54:00:00:00:03", 256);
  }

  private void remember(String mac, long mib) {
    MachineFacts facts =
        new MachineFacts(mib * 1024 - 600, List.of(), "", Instant.parse("2026-11-23T05:20:00Z"));
    new FactsStore(folder.resolve("state/machines")).learn(MacAddress.parse(mac), facts);
  }

  private String set(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(new String[] {"node", "set", "-y", "--dry-run"}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    return site.run(all).err();
  }

  @Test
  void saysBeforehandThatRamIsTooSmallAndWhatWouldFit() {
    assertThat(set("c[1-2]", "--root", "tmpfs"))
        .contains(
            "warning: the machine has 512 MiB of RAM, and rocky-10 needs 700 MiB with root: tmpfs;"
                + " set root: squashfs, which needs 300 MiB, or give it more RAM (c[1-2])");
    assertThat(set("c1", "--comment", "x")).doesNotContain("RAM");
    assertThat(site.run("check").out())
        .contains(
            "warning: the machine has 256 MiB of RAM, and rocky-10 needs 300 MiB with root:"
                + " squashfs; give it more RAM, or make the image smaller (c3)")
        .doesNotContain("512 MiB");
  }

  @Test
  void saysNothingOfMachinesThatHaveNotToldOfTheirRam() throws IOException {
    Files.delete(folder.resolve("state/machines/52-54-00-00-00-01"));
    assertThat(set("c1", "--root", "tmpfs")).doesNotContain("RAM");
  }

  @Test
  void refusesAKernelThatTheImageDoesNotHave() {
    assertThat(set("c1", "--kernelversion", "5.14"))
        .contains(
            "error: image rocky-10 has no kernel '5.14'; it has 6.12.0-55.el10.x86_64+debug,"
                + " 6.12.0-55.el10.x86_64 (c1)");
    assertThat(set("c1", "--kernelversion", "6.12")).doesNotContain("kernel '");
  }

  @Test
  void saysThatAKernelOfTheImageIsNotBuiltYet() {
    assertThat(set("c1", "--kernelversion", "6.12.0-55.el10.x86_64+debug"))
        .contains(
            "warning: kernel '6.12.0-55.el10.x86_64+debug' is in image rocky-10 and not built yet;"
                + " wwj image build rocky-10 (c1)");
    assertThat(
            set(
                "c1",
                "--image",
                "rocky-10@" + ID,
                "--kernelversion",
                "6.12.0-55.el10.x86_64+debug"))
        .contains("error: rocky-10@" + ID + " has no kernel '6.12.0-55.el10.x86_64+debug'");
  }
}
