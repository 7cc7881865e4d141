package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.net.MacAddress;

class BrokenOverlaysTest {
  private static NodeStatus node(String name, String reason) {
    return new NodeStatus(
        name,
        MacAddress.parse("52:54:00:00:00:01"),
        Phase.READY,
        Instant.EPOCH,
        "10.0.0.11",
        0,
        0,
        reason);
  }

  private static final Status STATUS =
      new Status(
          List.of(node("c1", ""), node("c2", "slow"), node("c3", "")), List.of(), List.of("first"));

  @Test
  void changesNothingWhileAllIsWell() {
    assertThat(BrokenOverlays.in(STATUS, new TreeMap<>())).isSameAs(STATUS);
  }

  @Test
  void tellsItAtEachNodeAndOnceForAll() {
    Status status =
        BrokenOverlays.in(
            STATUS,
            new TreeMap<>(
                Map.of(
                    "c1/system", "node c1, overlay x: template: /x.ww:1:2: bad",
                    "c2/system", "node c2, overlay x: template: /x.ww:1:2: bad",
                    "c2/runtime", "node c2: overlay 'y' does not exist")));
    assertThat(status.nodes())
        .extracting(NodeStatus::reason)
        .containsExactly(
            "system overlays are broken, the last good ones are sent: overlay x: template: /x.ww:1:2: bad",
            "slow",
            "");
    assertThat(status.problems())
        .containsExactly(
            "first",
            "overlay x: template: /x.ww:1:2: bad (c[1-2])",
            "overlay 'y' does not exist (c2)");
  }
}
