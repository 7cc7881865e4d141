package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.boot.Phase;
import org.wwj.boot.Timeline;
import org.wwj.boot.Tokens;
import org.wwj.net.ArpTable;
import org.wwj.net.MacAddress;
import org.wwj.overlay.RuntimeTokens;
import org.wwj.registry.Snapshot;

class TrustTest {
  private static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress C2 = MacAddress.parse("52:54:00:00:00:02");

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T05:00:00Z"));
  private Snapshot snapshot;
  private Timeline timeline;
  private Trust trust;

  @BeforeEach
  void aSiteWithTwoNodes() {
    snapshot = SiteFixture.snapshot(folder, Map.of("c1", C1, "c2", C2));
    timeline = new Timeline(() -> snapshot, now::get);
    trust =
        new Trust(
            Tokens.load(folder.resolve("key")),
            timeline,
            new ArpTable(folder.resolve("arp")),
            now::get);
  }

  @Test
  void aTokenIsMintedForTheMachinesOwnAddressOnly() throws Exception {
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isPresent();
    assertThat(trust.mint(C1, ip("10.0.0.12"), snapshot)).isEmpty();
    assertThat(trust.mint(C1, ip("192.0.2.1"), snapshot)).isEmpty();
  }

  /** There, each user has the machine's address. */
  @Test
  void aMachineThatRunsGetsNoTokenUntilItBoots() throws IOException {
    reached(C1, Phase.DISCOVER);
    reached(C1, Phase.READY);
    for (Phase said : List.of(Phase.SCRIPT, Phase.INIT, Phase.FAILED, Phase.KERNEL)) {
      reached(C1, said);
      assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).as("%s", said).isEmpty();
      assertThat(trust.isBooting(C1, request("10.0.0.11", ""), snapshot)).isFalse();
      assertThat(trust.isProgress(C1, request("10.0.0.11", ""), snapshot)).isFalse();
    }
    assertThat(trust.mint(C2, ip("10.0.0.12"), snapshot)).isPresent();
    reached(C1, Phase.DISCOVER);
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isPresent();
    assertThat(trust.isBooting(C1, request("10.0.0.11", ""), snapshot)).isTrue();
    assertThat(trust.isProgress(C1, request("10.0.0.11", ""), snapshot)).isTrue();
  }

  /** It boots by one of its devices, and its users have the addresses of all. */
  @Test
  void aMachineRunsWithAllItsDevices() throws IOException {
    snapshot = twoDevices("10.0.0.11", "10.0.0.12");
    reached(C1, Phase.DISCOVER);
    reached(C2, Phase.DISCOVER);
    final String old = trust.mint(C2, ip("10.0.0.12"), snapshot).orElseThrow();
    reached(C1, Phase.READY);
    assertThat(trust.mint(C2, ip("10.0.0.12"), snapshot)).isEmpty();
    assertThat(trust.refuseDuringBoot(C2, request("10.0.0.12", old), snapshot).orElseThrow())
        .contains("boot is over");
    reached(C2, Phase.DISCOVER);
    assertThat(trust.mint(C2, ip("10.0.0.12"), snapshot)).isPresent();
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isPresent();
  }

  @Test
  void aServerThatWasStartedAgainLearnsWhoRunsByTheirOwnTokens() throws IOException {
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isPresent();
    timeline.runs(C1);
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isEmpty();
    assertThat(timeline.status(List.of()).nodes()).as("its boot was not seen").isEmpty();
    snapshot = twoDevices("10.0.0.11", "10.7.0.12");
    assertThat(trust.mint(C2, ip("10.7.0.12"), snapshot)).as("its other network").isEmpty();
  }

  /** Of a network that another DHCP server serves, the beginning of no boot is seen. */
  @Test
  void aMachineWhoseBootsNobodySeesMayBootAgain() throws IOException {
    snapshot = twoDevices("10.7.0.11", "10.7.0.12");
    reached(C1, Phase.READY);
    assertThat(trust.mint(C1, ip("10.7.0.11"), snapshot)).isPresent();
    reached(C1, Phase.DISCOVER);
    reached(C1, Phase.READY);
    assertThat(trust.mint(C1, ip("10.7.0.11"), snapshot)).as("a relay told").isEmpty();
  }

  @Test
  void whoAnswersNoDhcpKnowsOfNobodyThatItRuns() throws IOException {
    snapshot = SiteFixture.withoutDhcp(snapshot);
    reached(C1, Phase.DISCOVER);
    reached(C1, Phase.READY);
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isPresent();
  }

  private Snapshot twoDevices(String first, String second) {
    return SiteFixture.in(folder)
        .snapshot(
            SiteFixture.node(
                "c1",
                List.of(),
                SiteFixture.device("default", C1.toString(), first, "", Map.of()),
                SiteFixture.device("eth1", C2.toString(), second, "", Map.of())));
  }

  private void reached(MacAddress mac, Phase phase) {
    now.updateAndGet(t -> t.plusSeconds(5));
    timeline.reached(mac, phase, "");
  }

  @Test
  void theNeighbourTableShowsAMachineThatKeptItsDynamicAddress() throws IOException {
    assertThat(trust.mint(C1, ip("10.0.0.222"), snapshot)).isEmpty();
    Files.writeString(folder.resolve("arp"), "10.0.0.222 0x1 0x2 52:54:00:00:00:01 * hpc-prov\n");
    assertThat(trust.mint(C1, ip("10.0.0.222"), snapshot)).isPresent();
    assertThat(trust.mint(C2, ip("10.0.0.222"), snapshot)).isEmpty();
  }

  @Test
  void whatAMachineFetchesItselfIsProgress() throws IOException {
    assertThat(trust.isProgress(C1, request("10.0.0.11", ""), snapshot)).isTrue();
    assertThat(trust.isProgress(C1, request("10.0.0.99", ""), snapshot)).isFalse();
    timeline.address(C1, ip("10.0.0.222"));
    assertThat(trust.isProgress(C1, request("10.0.0.222", ""), snapshot)).isTrue();
    assertThat(trust.mint(C1, ip("10.0.0.222"), snapshot)).as("seen there earlier").isEmpty();
  }

  @Test
  void theBootWindowClosesByTimeAndByReady() throws IOException {
    final String token = trust.mint(C1, ip("10.0.0.11"), snapshot).orElseThrow();
    assertThat(duringBoot(token)).isEmpty();
    assertThat(trust.refuseDuringBoot(C2, request("10.0.0.11", token), snapshot)).isPresent();
    assertThat(duringBoot("").orElseThrow()).contains("no valid boot token");

    for (Phase said : List.of(Phase.READY, Phase.FAILED)) {
      reached(C1, said);
      assertThat(duringBoot(token).orElseThrow()).contains("window closed");
      assertThat(duringBoot("").orElseThrow()).contains("counts as running");
    }

    reached(C1, Phase.DISCOVER);
    assertThat(duringBoot(token).orElseThrow()).as("an earlier boot's").contains("window closed");
    String next = trust.mint(C1, ip("10.0.0.11"), snapshot).orElseThrow();
    assertThat(duringBoot(next)).isEmpty();
    now.updateAndGet(t -> t.plus(Duration.ofHours(2)));
    assertThat(duringBoot(next).orElseThrow()).contains("boot the node again");
  }

  private Optional<String> duringBoot(String token) throws IOException {
    return trust.refuseDuringBoot(C1, request("10.0.0.11", token), snapshot);
  }

  /** The token of a boot stands on the kernel's command line. */
  @Test
  void theRuntimeOverlayOfANodeThatRunsIsForItsRootAlone() throws IOException {
    String ofBoot = trust.mint(C1, ip("10.0.0.11"), snapshot).orElseThrow();
    RuntimeTokens runtime = new RuntimeTokens(snapshot.config().paths().keys());
    assertThat(afterwards(ofBoot)).as("stage-1").isEmpty();
    reached(C1, Phase.READY);
    assertThat(afterwards(ofBoot).orElseThrow()).contains("boot is over", "runtime.token");
    assertThat(afterwards(runtime.of("c1"))).isEmpty();
    assertThat(afterwards(runtime.of("c2"))).isPresent();
    assertThat(afterwards("")).isPresent();
    now.updateAndGet(t -> t.plus(Duration.ofDays(99)));
    assertThat(afterwards(runtime.of("c1"))).isEmpty();
    assertThat(duringBoot(runtime.of("c1"))).isPresent();
    Request elsewhere = request("10.0.0.99", runtime.of("c1"));
    assertThat(trust.mayReport(C1, elsewhere, snapshot)).isTrue();
    assertThat(trust.mayReport(C2, elsewhere, snapshot)).isFalse();
  }

  private Optional<String> afterwards(String token) throws IOException {
    return trust.refuseAfterwards(C1, request("10.0.0.11", token), snapshot);
  }

  @Test
  void othersCannotReportForANode() throws IOException {
    assertThat(trust.mayReport(C1, request("10.0.0.11", ""), snapshot)).isTrue();
    assertThat(trust.mayReport(C1, request("10.0.0.99", ""), snapshot)).isFalse();
    reached(C1, Phase.DISCOVER);
    Request elsewhere =
        request("10.0.0.99", trust.mint(C1, ip("10.0.0.11"), snapshot).orElseThrow());
    assertThat(trust.mayReport(C1, elsewhere, snapshot)).isTrue();
    reached(C1, Phase.READY);
    assertThat(trust.mayReport(C1, elsewhere, snapshot)).as("that it is ready, again").isTrue();
    reached(C1, Phase.DISCOVER);
    assertThat(trust.mayReport(C1, elsewhere, snapshot)).as("an earlier boot's").isFalse();
    assertThat(trust.isProgress(C1, elsewhere, snapshot)).isFalse();
  }

  private static Request request(String peer, String token) throws IOException {
    return new Request(
        Request.Protocol.HTTP,
        "/report/" + C1.dashed(),
        token.isEmpty() ? Map.of() : Map.of("token", token),
        new InetSocketAddress(ip(peer), 1234));
  }

  private static InetAddress ip(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
