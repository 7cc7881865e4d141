package org.wwj.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.cli.CliSite;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfigReader;
import org.wwj.image.Demand;
import org.wwj.net.MacAddress;

class SiteDemandTest {
  @TempDir private Path folder;

  @Test
  void gathersWhatTheNodesOfAnImageNeed() {
    CliSite site =
        new CliSite(
            folder,
            """
            nodeprofiles:
              debug: {kernel: {version: 6.12+debug}}
            nodes:
              c1: {image name: rocky-10, network devices: {a: {hwaddr: "52:54:00:00:00:01"}}}
              c2:
                image name: rocky-10@20261123T051400Z-1f2e3d4c
                profiles: [debug]
                network devices:
                  a: {hwaddr: "52:54:00:00:00:02"}
                  b: {hwaddr: "52:54:00:00:00:03"}
              c3: {image name: rocky-10, kernel: {version: 6.12+debug}}
              c4: {image name: whole, root: initramfs}
              c5: {}
            """);
    FactsStore facts = new FactsStore(folder.resolve("state/machines"));
    learn(facts, "52:54:00:00:00:01", 100, "8086:1539");
    learn(facts, "52:54:00:00:00:02", 200, "8086:1539", "15b3:1017");
    learn(facts, "52:54:00:00:00:03", 100, "dead:beef"); // heard longer ago than its other card
    SiteDemand demand = new SiteDemand(SiteConfigReader.read(site.conf()));
    Demand rocky = demand.of("rocky-10");
    assertThat(rocky.kernels()).hasToString("{6.12+debug=[c2, c3]}");
    assertThat(rocky.cards()).hasToString("{15b3:1017=[c2], 8086:1539=[c1, c2]}");
    assertThat(rocky.initrd()).isFalse();
    assertThat(demand.of("whole").initrd()).isTrue();
    assertThat(demand.of("other")).isEqualTo(Demand.NONE);
  }

  @Test
  void isNotGuessedFromABrokenFile() {
    CliSite site = new CliSite(folder, "nodes: {c1: [}");
    assertThatThrownBy(() -> new SiteDemand(SiteConfigReader.read(site.conf())))
        .isInstanceOf(ConfigException.class);
  }

  private static void learn(FactsStore facts, String mac, long second, String... cards) {
    facts.learn(
        MacAddress.parse(mac),
        new MachineFacts(0, List.of(cards), "", Instant.ofEpochSecond(second)));
  }
}
