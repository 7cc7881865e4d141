package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Running;
import org.wwj.boot.Status;
import org.wwj.boot.Traffic;
import org.wwj.boot.Turn;
import org.wwj.delivery.Storm;
import org.wwj.net.MacAddress;

class BootCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  private static NodeStatus node(
      String name, Phase phase, int seconds, long mib, String reason, Turn turn) {
    NodeStatus node =
        new NodeStatus(
            name,
            MacAddress.parse("52:54:00:00:00:01"),
            phase,
            NOW.minusSeconds(seconds),
            "10.0.0.11",
            mib * MIB,
            300 * MIB,
            reason);
    return turn == null ? node : node.in(turn);
  }

  private static Status status(NodeStatus... nodes) {
    return new Status(
        List.of(nodes),
        List.of(),
        List.of(),
        List.<Running>of(),
        new Traffic(100 * MIB, 2, 1, 2, 0));
  }

  private static final Status STORM =
      status(
          node("a1", Phase.READY, 30, 300, "", null),
          node("b1", Phase.IMAGE, 5, 100, "", new Turn.Moving(90 * MIB, false)),
          node("b2", Phase.IMAGE, 50, 1, "", new Turn.Moving(MIB / 10, true)),
          node("b3", Phase.IMAGE, 5, 20, "", new Turn.Waiting(0, Duration.ofSeconds(3))),
          node("b4", Phase.FAILED, 9, 20, "too little RAM", null),
          node("b5", Phase.SCRIPT, 200, 20, "", null));

  @Test
  void countsWhatNodesDoAndNamesThoseThatLagBehindWithTheCause() {
    BootView view = BootView.of(STORM, List.of("a1", "b1", "b2", "b3", "b4", "b5", "c1"), NOW);
    assertThat(view.text(NOW))
        .isEqualTo(
            """
            done 1   moving 3   waiting 1   failed 1   unseen 1   105 MB/s   about 11 s more
            NODE NAME  STATE   PHASE   SINCE  MIB      MB/S  CAUSE
            ---------  -----   -----   -----  ---      ----  -----
            b2         moving  image   50 s   1/300    0.1   takes only 0.1 MB/s of its image: look at its cable and switch port, and at tag bootpace
            b4         failed  failed  9 s    20/300   --    too little RAM
            b5         moving  script  3 min  20/300   --    in phase script for 3 min
            b1         moving  image   5 s    100/300  94.4  --
            """);
    assertThat(view.over()).isFalse();
  }

  @Test
  void watchingEndsWhenAllAreDoneOrFailed() throws IOException {
    CliSite site = CliSite.full(folder);
    Path socket = folder.resolve("run/wwj.sock");
    Status done = status(node("n2", Phase.READY, 3, 300, "", null));
    try (StatusSocket _ = new StatusSocket(socket, done)) {
      CliSite.Result result = site.run("boot", "watch", "n2");
      assertThat(result.code()).isZero();
      assertThat(result.out()).startsWith("done 1   moving 0   waiting 0   failed 0   unseen 0");
    }
    Status failed = status(node("n2", Phase.FAILED, 3, 300, "no RAM", null));
    try (StatusSocket _ = new StatusSocket(socket, failed)) {
      assertThat(site.run("boot", "watch", "n2").code()).isEqualTo(1);
    }
  }

  @Test
  void onceShowsItForScriptsToo() throws IOException {
    CliSite site = CliSite.full(folder);
    try (StatusSocket _ =
        new StatusSocket(
            folder.resolve("run/wwj.sock"),
            status(node("n2", Phase.IMAGE, 3, 30, "", new Turn.Waiting(37, null))))) {
      CliSite.Result result = site.run("boot", "watch", "--once", "n[1-10]", "-o", "json");
      assertThat(result.code()).isZero();
      assertThat(result.out())
          .contains("\"waiting\": 1", "\"unseen\": 1", "\"before\": 37", "\"over\": false");
      assertThat(site.run("boot", "watch", "--once", "n3").err())
          .isEqualTo("wwj: no node n3; did you mean 'n2'?\n");
    }
    assertThat(site.run("boot", "watch", "--once").err()).contains("no server answers on");
  }

  @Test
  void aPlanSaysHowLongAndWhatLimits() {
    assertThat(PlanWords.of(Storm.of(1000, 300 * MIB, 1.25e9, 1.25e8, 8)))
        .isEqualTo(
            """
            1000 nodes, 300 MiB each: 293 GiB leave the server.
            All have their image after 268 s, a node in the mean after 136 s.
            The limit is the server's link: 10 Gbit/s, or 1.1 GiB/s of images.
            15 at a time are sent their image, the others wait for their turn.
            What firmware, kernel and system take comes on top.
            """);
    assertThat(PlanWords.of(Storm.of(1, 300 * MIB, 1.25e9, 1.25e8, 8)))
        .contains(
            "1 node, 300 MiB each", "It has its image after 2.7 s.", "nodes' own link: 1 Gbit/s");
  }

  @Test
  void aPlanWithoutImagesSaysWhatToDo() {
    CliSite site = CliSite.full(folder);
    CliSite.Result result = site.run("boot", "plan", "--link", "10G");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("none of these nodes has an image that is built: run `wwj check`");
    assertThat(site.run("boot", "plan", "--link", "fast").code()).isEqualTo(2);
    assertThat(site.run("boot", "plan", "--link", "fast").err()).contains("'fast' is not a speed");
  }
}
