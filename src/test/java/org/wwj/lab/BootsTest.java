package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.net.Prefix;

class BootsTest {
  private static final Instant ON = Instant.parse("2026-01-01T10:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(300);
  private static final Machine C1 =
      Machine.numbered("c1", 1, Prefix.parse("10.0.0.1/24"), Firmware.BIOS, 1024);
  private static final Machine C2 =
      Machine.numbered("c2", 2, Prefix.parse("10.0.0.1/24"), Firmware.UEFI, 1024);
  private static final Boots BOOTS = new Boots(List.of(C1, C2), Map.of("c1", ON, "c2", ON));

  @Test
  void goOnWhileOneIsNotReady() {
    Status status = status(node(C1, Phase.READY, 20, ""), node(C2, Phase.IMAGE, 22, ""));
    assertThat(verdict(status, "running", 25)).isEqualTo(new Boots.Verdict.Going());
  }

  @Test
  void areReadyWhenAllAre() {
    Status status = status(node(C1, Phase.READY, 20, ""), node(C2, Phase.READY, 31, ""));
    assertThat(verdict(status, "running", 32)).isEqualTo(new Boots.Verdict.Ready());
    assertThat(BOOTS.summary(status)).isEqualTo("c1 ready after 20.0 s, c2 ready after 31.0 s");
  }

  @Test
  void readinessOfAnEarlierBootDoesNotCount() {
    Status status = status(node(C1, Phase.READY, -60, ""), node(C2, Phase.FAILED, -60, "old"));
    assertThat(verdict(status, "running", 1)).isEqualTo(new Boots.Verdict.Going());
    assertThat(BOOTS.lines(status, ON.plusSeconds(1), ON))
        .extracting(ProgressView.Line::phase)
        .containsExactly("power-on", "power-on");
  }

  @Test
  void machineThatRanBeforeIsReadyAtOnce() {
    Boots again = new Boots(List.of(C1), Map.of());
    Status status = status(node(C1, Phase.READY, -60, ""));
    assertThat(again.verdict(status, m -> "running", Duration.ZERO, LIMIT))
        .isEqualTo(new Boots.Verdict.Ready());
    assertThat(again.summary(status)).isEqualTo("c1 was ready already");
  }

  @Test
  void failWithTheServersReason() {
    Status status = status(node(C1, Phase.FAILED, 9, "image debian-12 has no kernel"));
    assertThat(verdict(status, "running", 10))
        .isEqualTo(new Boots.Verdict.Failed(C1, "image debian-12 has no kernel"));
  }

  @Test
  void failWhenMachineStopsOnItsWay() {
    assertThat(verdict(null, "crashed", 10))
        .isEqualTo(new Boots.Verdict.Failed(C1, "its virtual machine is crashed"));
  }

  @Test
  void machineThatIsReadyMayBeSwitchedOff() {
    Status status = status(node(C1, Phase.READY, 20, ""), node(C2, Phase.READY, 31, ""));
    assertThat(verdict(status, "shut off", 40)).isEqualTo(new Boots.Verdict.Ready());
  }

  @Test
  void nameWhoIsNotReadyInTime() {
    Status status = status(node(C1, Phase.READY, 20, ""), node(C2, Phase.KERNEL, 22, ""));
    assertThat(verdict(status, "running", 300)).isEqualTo(new Boots.Verdict.TimedOut(List.of(C2)));
    assertThat(verdict(null, "running", 300))
        .isEqualTo(new Boots.Verdict.TimedOut(List.of(C1, C2)));
  }

  @Test
  void linesCountSecondsUntilReady() {
    Status status = status(node(C1, Phase.READY, 20, ""), node(C2, Phase.IMAGE, 22, ""));
    assertThat(BOOTS.lines(status, ON.plusSeconds(50), ON))
        .extracting(ProgressView.Line::elapsed)
        .containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(50));
  }

  private static Boots.Verdict verdict(Status status, String vm, int seconds) {
    return BOOTS.verdict(status, machine -> vm, Duration.ofSeconds(seconds), LIMIT);
  }

  private static Status status(NodeStatus... nodes) {
    return new Status(List.of(nodes), List.of(), List.of());
  }

  private static NodeStatus node(Machine machine, Phase phase, int second, String reason) {
    return new NodeStatus(
        machine.name(),
        machine.mac(),
        phase,
        ON.plusSeconds(second),
        machine.address().getHostAddress(),
        1 << 20,
        4 << 20,
        reason);
  }
}
