package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wwj.SiteFixture;
import org.wwj.net.MacAddress;
import org.wwj.registry.Snapshot;

class TimelineTest {
  private static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress C2 = MacAddress.parse("52:54:00:00:00:02");
  private static final MacAddress STRANGER = MacAddress.parse("52:54:00:00:00:99");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T05:00:00Z"));
  private final AtomicReference<Snapshot> snapshot =
      new AtomicReference<>(SiteFixture.snapshot(Path.of("/nowhere"), Map.of("c1", C1)));
  private final Timeline timeline = new Timeline(snapshot::get, now::get);

  @BeforeEach
  void aBootUpToTheKernel() {
    timeline.reached(C1, Phase.DISCOVER, "PXE");
    timeline.reached(C1, Phase.OFFER, "10.0.0.11 undionly.kpxe");
    timeline.reached(C1, Phase.LOADER, "undionly.kpxe");
    timeline.reached(C1, Phase.DISCOVER, "iPXE");
    timeline.reached(C1, Phase.OFFER, "10.0.0.11 script");
    timeline.reached(C1, Phase.SCRIPT, "default");
    timeline.reached(C1, Phase.KERNEL, "kernel");
    timeline.sent(C1, 1000);
  }

  @Test
  void theSecondAddressRequestOfIpxeIsTheSameBoot() {
    assertThat(timeline.events(C1)).hasSize(7);
    assertThat(only().phase()).isEqualTo(Phase.KERNEL);
    assertThat(only().bytes()).isEqualTo(1000);
    assertThat(timeline.booting(C1)).isTrue();
  }

  @Test
  void aDiscoverAfterTheScriptIsANewBoot() {
    timeline.reached(C1, Phase.READY, "");
    assertThat(timeline.booting(C1)).isFalse();
    timeline.reached(C1, Phase.DISCOVER, "PXE");
    assertThat(only().phase()).isEqualTo(Phase.DISCOVER);
    assertThat(only().bytes()).isZero();
    assertThat(timeline.readySince(C1)).isEmpty();
  }

  @Test
  void aFailureShowsItsReasonUntilTheNextBootIsReady() {
    timeline.reached(C1, Phase.FAILED, "image needs 500 MiB, machine has 256");
    assertThat(only().phase()).isEqualTo(Phase.FAILED);
    assertThat(only().reason()).isEqualTo("image needs 500 MiB, machine has 256");
    timeline.reached(C1, Phase.DISCOVER, "PXE");
    assertThat(only().reason()).isEqualTo("last boot failed: image needs 500 MiB, machine has 256");
    timeline.reached(C1, Phase.READY, "");
    assertThat(only().reason()).isEmpty();
  }

  @Test
  void whatEndsLateIsNoProgress() {
    timeline.reached(C1, Phase.FAILED, "its image is gone");
    timeline.stopped(C1, Phase.KERNEL, "kernel stopped: the machine went silent");
    assertThat(only().phase()).isEqualTo(Phase.FAILED);
    assertThat(only().reason()).isEqualTo("its image is gone");
    assertThat(timeline.events(C1).getLast().detail()).startsWith("kernel stopped");
  }

  /** A node that runs since before the server does fetches its runtime overlay. */
  @Test
  void bytesAloneAreNoBoot() {
    timeline.sent(C2, 1000);
    timeline.stopped(C2, Phase.IMAGE, "overlay stopped");
    snapshot.set(SiteFixture.snapshot(Path.of("/nowhere"), Map.of("c1", C1, "c2", C2)));
    assertThat(timeline.status(List.of()).nodes()).extracting(NodeStatus::name).containsOnly("c1");
    assertThat(timeline.status(List.of()).unknown()).isEmpty();
  }

  @Test
  void whereAMachineSaysThatItIsProvesNothing() throws Exception {
    InetAddress there = InetAddress.getByName("10.0.0.200");
    timeline.claims(STRANGER, there);
    assertThat(timeline.macOf(there)).isEmpty();
    assertThat(timeline.status(List.of()).unknown().getFirst().address()).isEqualTo("10.0.0.200");
  }

  @Test
  void silenceIsExplained() {
    now.updateAndGet(t -> t.plus(Duration.ofMinutes(5)));
    assertThat(only().reason()).startsWith("fetched kernel and stage-1 and went silent");
  }

  @Test
  void strangersStandApartAndMoveOverWhenDefined() throws Exception {
    timeline.reached(STRANGER, Phase.SCRIPT, "unknown");
    timeline.address(STRANGER, InetAddress.getByName("10.0.0.200"));
    timeline.identity(STRANGER, "QEMU Standard PC");
    Status before = timeline.status(List.of("nodes.conf:3: broken"));
    assertThat(before.unknown())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.name()).isEqualTo(STRANGER.toString());
          assertThat(m.address()).isEqualTo("10.0.0.200");
          assertThat(m.reason()).isEqualTo("QEMU Standard PC");
        });
    assertThat(timeline.macOf(InetAddress.getByName("10.0.0.200"))).contains(STRANGER);

    snapshot.set(SiteFixture.snapshot(Path.of("/nowhere"), Map.of("c1", C1, "c3", STRANGER)));
    timeline.reached(STRANGER, Phase.KERNEL, "kernel");
    Status after = timeline.status(List.of());
    assertThat(after.unknown()).isEmpty();
    assertThat(after.nodes()).extracting(NodeStatus::name).containsExactly("c1", "c3");
  }

  @Test
  void madeUpMachinesDoNotFillTheMemory() {
    for (int i = 0; i < 20_000; i++) {
      timeline.reached(new MacAddress(0x020000000000L + i), Phase.SCRIPT, "unknown");
    }
    assertThat(timeline.status(List.of()).unknown()).hasSize(4096);
    assertThat(only().phase()).isEqualTo(Phase.KERNEL);
  }

  @Test
  void theJsonReadsBackAndCarriesWarewulfsKeys() {
    Status status = timeline.status(List.of("a problem"));
    assertThat(Status.parse(status.toJson())).isEqualTo(status);
    assertThat(new String(status.toJson(), java.nio.charset.StandardCharsets.UTF_8))
        .contains(
            "\"node name\":\"c1\"",
            "\"stage\":\"KERNEL\"",
            "\"last seen\":",
            "\"ipaddr\":",
            "\"sent\":");
  }

  private NodeStatus only() {
    return timeline.status(List.of()).nodes().getFirst();
  }

  private static final String MIRROR = "http://10.1.0.2:8080";

  @Test
  void whatComesFromAMirrorIsKnownFromTheMachineItself() {
    timeline.mirrored(C1, MIRROR, 2000);
    Instant first = now.get();
    assertThat(only().phase()).isEqualTo(Phase.IMAGE);
    assertThat(only().bytes()).isEqualTo(3000);
    assertThat(only().turn()).isEqualTo(new Turn.Mirrored(MIRROR, 0, first));
    now.set(first.plusSeconds(4));
    timeline.mirrored(C1, MIRROR, 10_000);
    assertThat(only().bytes()).isEqualTo(11_000);
    assertThat(only().turn()).isEqualTo(new Turn.Mirrored(MIRROR, 2000, first.plusSeconds(4)));
    assertThat(only().since()).isEqualTo(first);
    assertThat(timeline.events(C1).getLast().detail()).isEqualTo("image from mirror " + MIRROR);
    assertThat(timeline.events(C1)).as("one event for all of its reports").hasSize(8);
    timeline.mirrored(C1, MIRROR, 9000);
    assertThat(only().bytes()).as("a late report").isEqualTo(11_000);
  }

  @Test
  void aMirrorIsNamedWhileTheImageComesFromIt() {
    timeline.mirrored(C1, MIRROR, 2000);
    now.set(now.get().plusSeconds(130));
    assertThat(only().reason())
        .startsWith("fetched its image from mirror http://10.1.0.2:8080 and went silent");
    timeline.reached(C1, Phase.IMAGE, "image");
    assertThat(only().turn()).as("the server sends it").isNull();
    timeline.mirrored(C1, "http://10.1.0.3", 3000);
    assertThat(((Turn.Mirrored) only().turn()).mirror()).isEqualTo("http://10.1.0.3");
    timeline.reached(C1, Phase.INIT, "");
    timeline.mirrored(C1, MIRROR, 3000);
    assertThat(only().phase()).isEqualTo(Phase.INIT);
    assertThat(only().turn()).isNull();
    assertThat(only().bytes()).isEqualTo(4000);
    timeline.reached(C1, Phase.DISCOVER, "");
    assertThat(only().bytes()).as("of the next boot").isZero();
  }
}
