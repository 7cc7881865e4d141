package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wwj.SiteFixture;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.net.MacAddress;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

class PeersTest {
  private static final String IMAGE = "debian-12@G";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T05:00:00Z"));
  private final AtomicReference<Snapshot> snapshot = new AtomicReference<>();
  private final Timeline timeline = new Timeline(snapshot::get, now::get);
  private final Peers peers = new Peers(snapshot::get, timeline, new Random(7), now::get);

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
    timeline.gives(mac(node));
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
  void aNodeThatDoesNotSaySoGivesNothing() {
    ready(2, IMAGE);
    timeline.reached(mac(2), Phase.DISCOVER, "it starts anew");
    assertThat(boots(1)).isEmpty();
    timeline.boots(mac(2), IMAGE);
    timeline.reached(mac(2), Phase.READY, "without the unit");
    assertThat(boots(1)).isEmpty();
  }

  @Test
  void aNodeIsNotToldOfItselfNorOfMoreThanTwo() {
    for (int i = 1; i <= 5; i++) {
      ready(i, IMAGE);
    }
    for (int i = 0; i < 50; i++) {
      assertThat(peers.of(mac(1))).hasSize(2).doesNotContain(url(1)).doesNotHaveDuplicates();
    }
  }

  @Test
  void oneGivesToFourAtATimeAndToTheNextWhenTheseHaveIt() {
    ready(2, IMAGE);
    for (int i = 11; i <= 14; i++) {
      assertThat(boots(i)).containsExactly(url(2));
    }
    assertThat(boots(15)).isEmpty();
    assertThat(peers.of(mac(11))).as("asks again").containsExactly(url(2));
    timeline.reached(mac(13), Phase.INIT, "");
    assertThat(boots(15)).containsExactly(url(2));
    assertThat(boots(16)).isEmpty();
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(11)));
    assertThat(boots(16)).as("the others have gone").containsExactly(url(2));
  }

  @Test
  void whoDoesNotAnswerIsAvoidedUntilItHasBootedAnew() {
    ready(2, IMAGE);
    peers.avoid(url(2));
    assertThat(boots(1)).isEmpty();
    ready(2, IMAGE);
    assertThat(boots(1)).containsExactly(url(2));
    peers.avoid("http://10.0.0.2:8080");
    peers.avoid("http://999.0.0.2:9875");
    peers.avoid("");
    assertThat(boots(1)).containsExactly(url(2));
  }

  @Test
  void aPeerIsCalledByItsName() {
    assertThat(peers.name(url(2))).isEqualTo("http://10.0.0.2:9875 (node c2)");
    assertThat(peers.name("http://10.0.0.2:8080")).isEqualTo("http://10.0.0.2:8080");
    assertThat(peers.name("http://10.9.9.9:9875")).isEqualTo("http://10.9.9.9:9875");
  }

  @Test
  void aMachineNobodyDefinedIsToldOfNobody() {
    ready(2, IMAGE);
    assertThat(peers.of(mac(99))).isEmpty();
  }
}
