package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wwj.SiteFixture;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.net.BitRate;
import org.wwj.net.MacAddress;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;

class SpreadTest {
  private static final BootSizes.Size ROCKY = new BootSizes.Size("rocky@1", 1000, 10);
  private static final BootSizes.Size DEBIAN = new BootSizes.Size("debian@1", 400, 20);

  private static Node node(String name, String address, String root) {
    return SiteFixture.node(name, MacAddress.parse("52:54:00:00:00:01"), address, root);
  }

  private static SiteConfig config(String text) {
    return SiteConfigReader.parse(Path.of("wwj.conf"), "ipaddr: 10.0.0.1/8\n" + text);
  }

  private static final SiteConfig RACKS =
      config(
          """
          delivery:
            mirrors:
              - {subnet: 10.1.0.0/16, url: http://10.1.0.2}
              - {subnet: 10.1.0.0/16, url: http://10.1.0.3}
              - {subnet: 10.2.0.0/16, url: http://10.2.0.2, link speed: 25G}
          """);

  private static Spread spread() {
    Map<Node, BootSizes.Size> nodes = new LinkedHashMap<>();
    nodes.put(node("a1", "10.1.0.11", "squashfs"), ROCKY);
    nodes.put(node("a2", "10.1.0.12", "tmpfs"), ROCKY);
    nodes.put(node("a3", "10.1.0.13", "squashfs"), DEBIAN);
    nodes.put(node("a4", "10.1.0.14", "initrd"), DEBIAN);
    nodes.put(node("b1", "10.2.0.11", "squashfs"), ROCKY);
    nodes.put(node("c1", "10.3.0.11", "squashfs"), ROCKY);
    return Spread.of(nodes, RACKS.delivery().mirrors(), null);
  }

  @Test
  void eachNodeIsServedByItsFirstMirrorAndTheServerServesTheRest() {
    Spread spread = spread();
    assertThat(spread.mirrors())
        .containsExactly(
            new Spread.Served("http://10.1.0.2", null, List.of("a1", "a2", "a3"), 2400, 1400),
            new Spread.Served("http://10.2.0.2", BitRate.parse("25G"), List.of("b1"), 1000, 1000));
    assertThat(spread.bare()).containsExactly("c1");
    assertThat(spread.unable()).containsExactly("a4");
    assertThat(spread.image()).isEqualTo(1400);
    assertThat(spread.small()).isEqualTo(4 * 10 + 2 * 20);
  }

  @Test
  void theServerSendsEachImageOnceAMirrorAndAllThatIsSmall() {
    Storm storm = spread().on(Storm.of(6, 0, 1e9, 1e8, 8), 0, 7);
    assertThat(storm.sent()).isEqualTo(1400 + 1000 + 1400 + 80);
    assertThat(storm.racks())
        .containsExactly(
            new Storm.Rack("http://10.1.0.2", 3, 800, 1400, 7, true),
            new Storm.Rack("http://10.2.0.2", 1, 1000, 1000, 25e9 / 8, false));
    assertThat(spread().on(Storm.of(6, 0, 1e9, 1e8, 8), 9, 7).racks())
        .allMatch(rack -> rack.link() == 9 && !rack.assumed());
  }

  @Test
  void moreNodesLikeTheseAskTheSameMirrorsWhichFetchNoMore() {
    Storm storm = spread().on(Storm.of(6000, 0, 1e9, 1e8, 8), 0, 7);
    assertThat(storm.direct()).isEqualTo(2000);
    assertThat(storm.racks().getFirst().nodes()).isEqualTo(3000);
    assertThat(storm.racks().getFirst().copy()).isEqualTo(1400);
  }

  @Test
  void theServerServesANodeThatCannotBearFullSpeed() {
    Node node =
        Registry.snapshot(
                RACKS,
                NodesFile.parse(
                    Path.of("nodes.conf"),
                    """
                    nodes:
                      n1:
                        tags: {bootpace: 10M}
                        network devices: {default: {ipaddr: 10.2.0.11}}
                    """))
            .nodes()
            .get("n1");
    Spread spread = Spread.of(Map.of(node, ROCKY), RACKS.delivery().mirrors(), null);
    assertThat(spread.mirrors()).isEmpty();
    assertThat(spread.held().nodes()).containsExactly("n1");
    assertThat(spread.held().longest()).isEqualTo(1010 / 1_250_000.0);
    Storm storm = spread.on(Storm.of(20, 0, 1e9, 1e8, 8), 0, 7);
    assertThat(storm.direct()).isEqualTo(20);
    assertThat(storm.held())
        .isEqualTo(new Storm.Held(20, 20 * 1010 / 1_250_000.0, 1010 / 1_250_000.0));
  }

  @Test
  void aNodeWithoutAReservationHasAnAddressOfTheDynamicRange() {
    SiteConfig config =
        config(
            """
            dhcp: {range start: 10.2.0.100, range end: 10.2.0.200}
            delivery: {mirrors: [{subnet: 10.2.0.0/16, url: http://10.2.0.2}]}
            """);
    Node node =
        Registry.snapshot(
                config,
                NodesFile.parse(
                    Path.of("nodes.conf"),
                    "nodes: {n1: {network devices: {default: {hwaddr: 52:54:00:00:00:01}}}}\n"))
            .nodes()
            .get("n1");
    Map<Node, BootSizes.Size> nodes = Map.of(node, ROCKY);
    assertThat(Spread.of(nodes, config.delivery().mirrors(), config.dhcp().rangeStart()).mirrors())
        .hasSize(1);
    assertThat(Spread.of(nodes, config.delivery().mirrors(), null).bare()).containsExactly("n1");
  }
}
