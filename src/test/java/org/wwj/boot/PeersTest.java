package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wwj.SiteFixture;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.net.MacAddress;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;

class PeersTest {
  private static final String IMAGE = "debian-12@G";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T05:00:00Z"));
  private final AtomicReference<Snapshot> snapshot = new AtomicReference<>();
  private final Timeline timeline = new Timeline(snapshot::get, now::get);
  private final Peers peers = new Peers(snapshot::get, timeline, now::get);

  @BeforeEach
  void twentyNodes() {
    snapshot.set(site("true"));
  }

  /** Nodes 1 to 20 at 10.0.0.1 to .20, and 21 in another network. */
  private static Snapshot site(String peers) {
    SiteConfig config =
        SiteConfigReader.parse(
            Path.of("wwj.conf"), "ipaddr: 10.0.0.254/8\ndelivery: {peers: " + peers + "}\n");
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= 21; i++) {
      String address = i <= 20 ? "10.0.0." + i : "10.0.1.21";
      nodes.add(SiteFixture.node("c" + i, mac(i), address, "squashfs"));
    }
    return new Snapshot(config, nodes, List.of());
  }

  private static MacAddress mac(int node) {
    return MacAddress.parse("52:54:00:00:00:%02x".formatted(node));
  }

  private static String url(int node) {
    return "http://10.0.0." + node + ":9875";
  }

  private void ready(int node, String reference) {
    timeline.reached(mac(node), Phase.DISCOVER, "");
    timeline.reached(mac(node), Phase.SCRIPT, "");
    timeline.boots(mac(node), reference);
    timeline.reached(mac(node), Phase.READY, "");
    peers.gives(mac(node), reference);
  }

  private List<String> boots(int node) {
    timeline.reached(mac(node), Phase.DISCOVER, "");
    timeline.reached(mac(node), Phase.SCRIPT, "");
    timeline.boots(mac(node), IMAGE);
    return peers.of(mac(node));
  }

  @Test
  void aNodeIsToldOfThoseThatRunWhatItBootsInItsNetwork() {
    ready(2, IMAGE);
    ready(3, "debian-12@OLD");
    ready(21, IMAGE);
    timeline.reached(mac(4), Phase.IMAGE, "");
    timeline.boots(mac(4), IMAGE);
    assertThat(boots(1)).containsExactly(url(2));
  }

  @Test
  void nobodyIsToldWhereItIsNotSwitchedOn() {
    ready(2, IMAGE);
    snapshot.set(site("false"));
    assertThat(boots(1)).isEmpty();
  }

  @Test
  void aNodeThatCannotBearFullSpeedIsToldOfNobodyAndNobodyOfIt() {
    String nodes =
        """
        nodeprofiles:
          p: {network devices: {default: {netmask: 255.0.0.0}}}
        nodes:
          c1:
            profiles: [p]
            tags: {bootpace: 10M}
            network devices: {default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.1}}
          c2:
            profiles: [p]
            network devices: {default: {hwaddr: "52:54:00:00:00:02", ipaddr: 10.0.0.2}}
          c3:
            profiles: [p]
            network devices: {default: {hwaddr: "52:54:00:00:00:03", ipaddr: 10.0.0.3}}
        """;
    snapshot.set(Registry.snapshot(snapshot.get().config(), NodesFile.parse(Path.of("n"), nodes)));
    ready(2, IMAGE);
    assertThat(boots(1)).isEmpty();
    ready(1, IMAGE);
    assertThat(boots(3)).containsExactly(url(2));
  }

  @Test
  void aNodeThatStartsAnewGivesNothing() {
    ready(2, IMAGE);
    timeline.reached(mac(2), Phase.DISCOVER, "");
    assertThat(boots(1)).isEmpty();
    ready(2, IMAGE);
    peers.givesNot(mac(2));
    assertThat(boots(1)).as("no DISCOVER was seen, but its script").isEmpty();
    ready(2, IMAGE);
    assertThat(boots(1)).containsExactly(url(2));
  }

  @Test
  void aNodeIsToldOfWhatRunsNotOfWhatItsGiverIsToBootNext() {
    ready(2, "debian-12@OLD");
    timeline.boots(mac(2), IMAGE);
    assertThat(boots(1)).isEmpty();
  }

  @Test
  void aServerThatJustStartedKnowsNoPeers() {
    peers.gives(mac(2), IMAGE);
    peers.gives(mac(3), "");
    timeline.reached(mac(2), Phase.READY, "");
    timeline.reached(mac(3), Phase.READY, "");
    assertThat(peers.of(mac(1))).as("it was told to boot nothing by this server").isEmpty();
  }

  @Test
  void nodesWithABrokenNetmaskTakeAndGiveNothing() {
    String nodes =
        """
        nodes:
          c1:
            network devices:
              default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.1, netmask: 255.255.0.255}
        """;
    snapshot.set(Registry.snapshot(snapshot.get().config(), NodesFile.parse(Path.of("n"), nodes)));
    ready(1, IMAGE);
    assertThat(boots(1)).isEmpty();
  }

  @Test
  void aNodeIsNotToldOfItselfNorOfMoreThanTwo() {
    for (int i = 2; i <= 5; i++) {
      ready(i, IMAGE);
    }
    ready(1, IMAGE);
    boots(1);
    Set<String> told = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      List<String> two = peers.of(mac(1));
      assertThat(two).hasSize(2).doesNotContain(url(1)).doesNotHaveDuplicates();
      told.addAll(two);
    }
    assertThat(told).as("they take turns").containsExactly(url(2), url(3), url(4), url(5));
  }

  @Test
  void theOnlyPeerIsFoundAmongThousandsOfOthers() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      MacAddress mac = MacAddress.parse("52:54:01:00:%02x:%02x".formatted(i >> 8, i & 255));
      nodes.add(SiteFixture.node("n" + i, mac, "10.1.%d.%d".formatted(i >> 8, i & 255), ""));
    }
    nodes.addAll(snapshot.get().nodes().values());
    snapshot.set(new Snapshot(snapshot.get().config(), nodes, List.of()));
    for (Node node : nodes.subList(0, 5000)) {
      MacAddress mac = node.networkDevices().get("default").mac().orElseThrow();
      timeline.reached(mac, Phase.READY, "");
      peers.gives(mac, IMAGE);
    }
    ready(2, IMAGE);
    assertThat(boots(1)).containsExactly(url(2));
  }

  @Test
  void oneGivesToFourAtATimeAndToTheNextWhenTheseHaveIt() {
    ready(2, IMAGE);
    for (int i = 11; i <= 14; i++) {
      assertThat(boots(i)).containsExactly(url(2));
    }
    assertThat(boots(15)).isEmpty();
    assertThat(peers.of(mac(11))).as("asks again").containsExactly(url(2));
    peers.done(mac(13));
    assertThat(boots(15)).containsExactly(url(2));
    assertThat(boots(16)).isEmpty();
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(11)));
    assertThat(boots(16)).as("the others have gone").containsExactly(url(2));
  }

  @Test
  void whoDoesNotAnswerIsAvoidedForAWhileIfOneSaysSoWhoWasToldOfIt() {
    ready(2, IMAGE);
    peers.avoid(mac(9), url(2));
    assertThat(boots(1)).containsExactly(url(2));
    peers.avoid(mac(1), "http://10.0.0.3:9875");
    assertThat(boots(1)).containsExactly(url(2));
    peers.avoid(mac(1), url(2));
    assertThat(boots(1)).isEmpty();
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(11)));
    assertThat(boots(1)).containsExactly(url(2));
    peers.avoid(mac(1), url(2));
    ready(2, IMAGE);
    assertThat(boots(1)).as("it has booted anew").containsExactly(url(2));
  }

  @Test
  void aPeerIsCalledByItsNameWhereTheyAreSwitchedOn() {
    assertThat(peers.nodeAt(url(2))).contains("c2");
    assertThat(peers.nodeAt("http://10.0.0.2:8080")).isEmpty();
    assertThat(peers.nodeAt("http://10.9.9.9:9875")).isEmpty();
    assertThat(peers.nodeAt("http://999.0.0.2:9875")).isEmpty();
    snapshot.set(site("false"));
    assertThat(peers.nodeAt(url(2))).isEmpty();
  }

  @Test
  void aMachineNobodyDefinedIsToldOfNobody() {
    ready(2, IMAGE);
    assertThat(peers.of(mac(99))).isEmpty();
  }
}
