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
    timeline.reached(C1, Phase.READY, "");
    for (Phase said : List.of(Phase.SCRIPT, Phase.INIT, Phase.FAILED, Phase.KERNEL)) {
      timeline.reached(C1, said, "");
      assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).as("%s", said).isEmpty();
    }
    timeline.reached(C1, Phase.DISCOVER, "");
    assertThat(trust.mint(C1, ip("10.0.0.11"), snapshot)).isPresent();
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
    assertThat(trust.isProgress(C1, report("10.0.0.11", Map.of()), snapshot)).isTrue();
    assertThat(trust.isProgress(C1, report("10.0.0.99", Map.of()), snapshot)).isFalse();
    timeline.address(C1, ip("10.0.0.222"));
    assertThat(trust.isProgress(C1, report("10.0.0.222", Map.of()), snapshot)).isTrue();
    assertThat(trust.mint(C1, ip("10.0.0.222"), snapshot)).as("seen there earlier").isEmpty();
  }

  @Test
  void theBootWindowClosesByTimeAndByReady() throws IOException {
    Map<String, String> query =
        Map.of("token", trust.mint(C1, ip("10.0.0.11"), snapshot).orElseThrow());
    assertThat(trust.refuseDuringBoot(C1, query)).isEmpty();
    assertThat(trust.refuseDuringBoot(C2, query)).isPresent();
    assertThat(trust.refuseDuringBoot(C1, Map.of())).isPresent();

    now.updateAndGet(t -> t.plusSeconds(30));
    timeline.reached(C1, Phase.READY, "");
    assertThat(trust.refuseDuringBoot(C1, query).orElseThrow()).contains("window closed");
    timeline.reached(C1, Phase.FAILED, "says a user");
    assertThat(trust.refuseDuringBoot(C1, query).orElseThrow()).contains("window closed");
    assertThat(trust.refuseAfterwards(C1, query)).isEmpty();

    timeline.reached(C1, Phase.DISCOVER, "");
    now.updateAndGet(t -> t.plus(Duration.ofHours(2)));
    assertThat(trust.refuseDuringBoot(C1, query).orElseThrow()).contains("boot the node again");
    assertThat(trust.refuseAfterwards(C1, query)).isEmpty();
  }

  @Test
  void othersCannotReportForANode() throws IOException {
    assertThat(trust.mayReport(C1, report("10.0.0.11", Map.of()), snapshot)).isTrue();
    assertThat(trust.mayReport(C1, report("10.0.0.99", Map.of()), snapshot)).isFalse();
    String token = trust.mint(C1, ip("10.0.0.11"), snapshot).orElseThrow();
    assertThat(trust.mayReport(C1, report("10.0.0.99", Map.of("token", token)), snapshot)).isTrue();
  }

  private static Request report(String peer, Map<String, String> query) throws IOException {
    return new Request(
        Request.Protocol.HTTP,
        "/report/" + C1.dashed(),
        query,
        new InetSocketAddress(ip(peer), 1234));
  }

  private static InetAddress ip(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
