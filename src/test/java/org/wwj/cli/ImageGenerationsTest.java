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
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.image.ImageFixture;
import org.wwj.net.MacAddress;
import org.wwj.registry.NodesFile;

/** The commands about the generations of an image. */
class ImageGenerationsTest {
  private static final String NODES =
      """
      nodes:
        c1: {image name: g, network devices: {default: {hwaddr: "52:54:00:00:00:01"}}}
        c2: {image name: g@20260102T000000Z-bb, network devices: {default: {hwaddr: "52:54:00:00:00:02"}}}
      """;

  @TempDir Path folder;
  private CommandFixture site;
  private Path home;

  @BeforeEach
  void anImageOfFourGenerations() throws IOException {
    site = new CommandFixture(folder).nodes(NODES);
    home = folder.resolve("state/provision/images/g");
    for (String id : List.of("1T000000Z-aa", "2T000000Z-bb", "3T000000Z-cc", "4T000000Z-dd")) {
      Path made = home.resolve("2026010" + id);
      ImageFixture.generation(made, "g", "hsqs" + id);
      Files.writeString(made.resolve("vmlinuz"), "kernel");
    }
    Files.createSymbolicLink(home.resolve("current"), Path.of("20260104T000000Z-dd"));
    new FactsStore(folder.resolve("state/machines"))
        .learn(
            MacAddress.parse("52:54:00:00:00:01"),
            new MachineFacts(0, List.of(), "g@20260101T000000Z-aa", Instant.EPOCH.plusSeconds(9)));
  }

  private String current() throws IOException {
    return Files.readSymbolicLink(home.resolve("current")).toString();
  }

  @Test
  void historyTellsWhoHasWhich() {
    assertThat(site.ok("image", "history", "g"))
        .isEqualTo(
            """
            GENERATION           BUILT                 KERNEL  SIZE MIB  CURRENT  PINNED  RUNNING  NOTE
            ----------           -----                 ------  --------  -------  ------  -------  ----
            20260104T000000Z-dd  2026-01-04T00:00:00Z  6.1.0   0.0       yes      --      --       not signed
            20260103T000000Z-cc  2026-01-03T00:00:00Z  6.1.0   0.0       no       --      --       not signed
            20260102T000000Z-bb  2026-01-02T00:00:00Z  6.1.0   0.0       no       c2      --       not signed
            20260101T000000Z-aa  2026-01-01T00:00:00Z  6.1.0   0.0       no       --      c1       not signed
            """);
    assertThat(site.ok("image", "history", "g", "-o", "json"))
        .contains("\"running\": [\n      \"c1\"", "\"packages\": null", "\"signature\": \"none\"");
    assertThat(site.fails(1, "image", "history", "x"))
        .contains("image 'x' does not exist; there are debian-12, g");
  }

  @Test
  void rollbackSaysWhoGetsIt() throws IOException {
    assertThat(site.ok("image", "rollback", "g"))
        .isEqualTo(
            """
            g is now 20260103T000000Z-cc (was 20260104T000000Z-dd)
            At their next boot get it: c1
            """);
    assertThat(current()).isEqualTo("20260103T000000Z-cc");
    assertThat(site.ok("image", "rollback", "g", "20260103T000000Z-cc"))
        .startsWith("g@20260103T000000Z-cc is the current generation already");
    site.ok("image", "rollback", "g@20260104T000000Z-dd");
    assertThat(current()).isEqualTo("20260104T000000Z-dd");
    assertThat(site.fails(1, "image", "rollback", "g", "5"))
        .contains("image g has no generation 5; it has 20260104T000000Z-dd, ");
  }

  @Test
  void rollbackWorksWhileNodesConfIsBroken() throws IOException {
    site.nodes("nodes: [");
    assertThat(site.ok("image", "rollback", "g")).contains("Which nodes get it is not known");
    assertThat(current()).isEqualTo("20260103T000000Z-cc");
  }

  @Test
  void pruneKeepsWhatANodeNamesOrRuns() {
    assertThat(site.ok("image", "prune", "--keep", "1", "--dry-run", "g"))
        .isEqualTo("g@20260103T000000Z-cc  0.0 MiB\n");
    assertThat(home.resolve("20260103T000000Z-cc")).exists();
    assertThat(site.fails(1, "image", "prune", "--keep", "1", "g")).contains("repeat with -y");
    assertThat(site.ok("image", "prune", "-y", "--keep", "0"))
        .endsWith("g@20260103T000000Z-cc  0.0 MiB\nRemoved 1 generation\n");
    assertThat(home.toFile().list())
        .containsExactlyInAnyOrder(
            ".switch",
            "current",
            "20260101T000000Z-aa",
            "20260102T000000Z-bb",
            "20260104T000000Z-dd");
    assertThat(site.ok("image", "prune", "-y")).isEqualTo("Nothing to remove.\n");
    assertThat(site.fails(2, "image", "prune", "--keep", "-1")).contains("--keep");
  }

  @Test
  void verifyAndDiffTellOfGenerationsBuiltBeforeThereWereSignaturesAndLists() throws IOException {
    CommandFixture.Outcome verified = site.run("image", "verify", "g");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out())
        .contains("not signed, as it was built before images were")
        .contains("root.squashfs is no squashfs")
        .contains("g@20260104T000000Z-dd: build it again (wwj image build --force g) or go back");
    Files.writeString(home.resolve("current/root.squashfs"), "short");
    assertThat(site.run("image", "verify", "g", "-o", "json").out())
        .contains("\"sound\": false", "root.squashfs has 5 bytes, it was built with 16");
    assertThat(site.ok("image", "diff", "g"))
        .contains("g: 20260103T000000Z-cc -> 20260104T000000Z-dd\n")
        .contains("packages: not known of both")
        .contains("bytes: 0.0 % of 0.0 MiB are shared");
    assertThat(site.ok("image", "diff", "g", "-o", "json")).contains("\"packages\": null");
  }

  @Test
  void aPinToAGenerationThatIsNotThereIsAMistake() {
    assertThat(new SiteCheck(site.config(), NodesFile.parse(folder.resolve("nodes.conf"), NODES)))
        .extracting(SiteCheck::findings)
        .asString()
        .doesNotContain("generation");
    String wrong = NODES.replace("bb,", "xx,");
    assertThat(site.nodes(wrong).run("check").out())
        .contains("image 'g' has no generation '20260102T000000Z-xx'; it has 20260104T000000Z-dd, ")
        .contains("(c2)");
  }
}
