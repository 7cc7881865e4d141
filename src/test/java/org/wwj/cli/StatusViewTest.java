package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Running;
import org.wwj.boot.Status;
import org.wwj.boot.Turn;
import org.wwj.net.MacAddress;

class StatusViewTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final List<String> DEFINED = List.of("c1", "c2", "c3");
  private static final Status STATUS =
      new Status(
          List.of(
              node("c1", Phase.READY, 500, "10.0.0.11", 300 << 20, 300 << 20, ""),
              node("c2", Phase.FAILED, 30, "10.0.0.12", 5 << 20, 0, "no image")),
          List.of(node("52:54:00:00:00:44", Phase.DISCOVER, 10, "", 0, 0, "not defined")),
          List.of(),
          List.of(
              new Running("c1", "debian-12@1", "debian-12@2"),
              new Running("c2", "debian-12@1", "debian-12@2"),
              new Running("c3", "debian-12@2", "debian-12@2")));

  private static NodeStatus node(
      String name,
      Phase phase,
      int secondsAgo,
      String address,
      long bytes,
      long total,
      String why) {
    return new NodeStatus(
        name, MAC, phase, NOW.minusSeconds(secondsAgo), address, bytes, total, why);
  }

  private static StatusView view(boolean unknown, boolean last, boolean reverse) {
    return new StatusView(Set.of(), unknown, Optional.empty(), last, reverse);
  }

  private static List<String> names(StatusView view) {
    return view.rows(STATUS, DEFINED, NOW).stream().map(StatusView.Row::name).toList();
  }

  @Test
  void nodesNotSeenAreListedToo() {
    assertThat(StatusView.table(view(false, false, false).rows(STATUS, DEFINED, NOW), NOW, false))
        .hasToString(
            """
            NODE NAME  PHASE   SINCE  ADDRESS    MIB      REASON
            ---------  -----   -----  -------    ---      ------
            c1         ready   8 min  10.0.0.11  300/300  runs debian-12@1; gets debian-12@2 when it boots again
            c2         failed  30 s   10.0.0.12  5        no image
            c3         --      --     --         --       --
            """);
  }

  @Test
  void aNodeThatFetchesFromAMirrorSaysFromWhichAndWhenItWasHeardLast() {
    NodeStatus node = node("c1", Phase.IMAGE, 40, "10.0.0.11", 100 << 20, 300 << 20, "");
    Instant heard = NOW.minusSeconds(3);
    assertThat(reason(node.in(new Turn.Mirrored("http://10.1.0.2", 5, heard))))
        .isEqualTo("fetches from mirror http://10.1.0.2");
    NodeStatus silent = node.in(new Turn.Mirrored("http://10.1.0.2", 5, NOW.minusSeconds(31)));
    assertThat(reason(silent))
        .isEqualTo("fetches from mirror http://10.1.0.2, last heard 31 s ago");
    assertThat(reason(silent.because("a chunk was wrong"))).isEqualTo("a chunk was wrong");
    Status status = new Status(List.of(silent), List.of(), List.of());
    assertThat(StatusView.objects(view(false, false, false).rows(status, DEFINED, NOW)).getFirst())
        .containsEntry("mirror", "http://10.1.0.2")
        .containsEntry("heard", "2026-01-01T00:09:29Z")
        .containsEntry("reason", null);
  }

  private static String reason(NodeStatus node) {
    return new StatusView.Row(node.name(), true, Optional.of(node), Optional.empty()).reason(NOW);
  }

  @Test
  void ordersAndFilters() {
    assertThat(names(view(false, true, false))).containsExactly("c2", "c1", "c3");
    assertThat(names(view(false, true, true))).containsExactly("c3", "c1", "c2");
    assertThat(names(view(false, false, true))).containsExactly("c3", "c2", "c1");
    assertThat(names(view(true, false, false))).containsExactly("52:54:00:00:00:44", "c3");
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    assertThat(names(new StatusView(Set.of(), false, minute, false, false))).containsExactly("c2");
    assertThat(names(new StatusView(Set.of("c1", "c3"), false, Optional.empty(), false, false)))
        .containsExactly("c1", "c3");
  }

  @Test
  void objectsHaveAllKeysAndNullForWhatIsNotKnown() {
    List<StatusView.Row> rows = view(true, false, false).rows(STATUS, DEFINED, NOW);
    assertThat(Printed.json(StatusView.objects(rows)))
        .isEqualTo(
            """
            [
              {
                "name": "52:54:00:00:00:44",
                "defined": false,
                "phase": "discover",
                "since": "2026-01-01T00:09:50Z",
                "ipaddr": null,
                "hwaddr": "52:54:00:00:00:01",
                "bytes": 0,
                "total": null,
                "reason": "not defined",
                "mirror": null,
                "heard": null,
                "image": null,
                "next_image": null,
                "behind": false
              },
              {
                "name": "c3",
                "defined": true,
                "phase": null,
                "since": null,
                "ipaddr": null,
                "hwaddr": null,
                "bytes": null,
                "total": null,
                "reason": null,
                "mirror": null,
                "heard": null,
                "image": "debian-12@2",
                "next_image": "debian-12@2",
                "behind": false
              }
            ]
            """);
  }

  @Test
  void spansAreShort() {
    assertThat(StatusView.ago(Duration.ofSeconds(-3))).isEqualTo("0 s");
    assertThat(StatusView.ago(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(StatusView.ago(Duration.ofSeconds(120))).isEqualTo("2 min");
    assertThat(StatusView.ago(Duration.ofHours(3))).isEqualTo("3 h");
  }
}
