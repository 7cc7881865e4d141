package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
import org.wwj.delivery.Spread;
import org.wwj.delivery.Storm;
import org.wwj.image.ImageFixture;
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
  void aNodeThatFetchesFromAMirrorMovesAsItSaysItself() {
    Status status =
        status(
            node("a1", Phase.IMAGE, 9, 50, "", mirrored(10, 4)),
            node("a2", Phase.IMAGE, 200, 200, "", mirrored(50, 1)),
            node("a3", Phase.IMAGE, 50, 250, "", mirrored(5, 45)),
            node("b1", Phase.IMAGE, 5, 290, "", new Turn.Moving(90 * MIB, false)));
    BootView view = BootView.of(status, List.of("a1", "a2", "a3", "b1"), NOW);
    assertThat(view.text(NOW))
        .isEqualTo(
            """
            done 0   moving 4   waiting 0   failed 0   unseen 0   105 MB/s, and 63 MB/s from mirrors   about 3.0 s more
            NODE NAME  STATE   PHASE  SINCE  MIB      MB/S  FROM             CAUSE
            ---------  -----   -----  -----  ---      ----  ----             -----
            a2         moving  image  3 min  200/300  52.4  http://10.1.0.2  in phase image for 3 min: fetches from mirror http://10.1.0.2, last heard 1 s ago
            a3         moving  image  50 s   250/300  --    http://10.1.0.2  fetches from mirror http://10.1.0.2, last heard 45 s ago
            a1         moving  image  9 s    50/300   10.5  http://10.1.0.2  --
            b1         moving  image  5 s    290/300  94.4  server           --
            """);
    assertThat(view.object().toString())
        .contains("mirrors_bytes_per_second=62914560", "mirror=http://10.1.0.2, heard=2026-");
  }

  private static Turn mirrored(long mebibytes, int secondsAgo) {
    return new Turn.Mirrored("http://10.1.0.2", mebibytes * MIB, NOW.minusSeconds(secondsAgo));
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

  private static String words(Storm storm) {
    return new PlanWords(
            storm, new Spread(List.of(), List.of(), List.of(), Spread.Held.NONE, 0, 0), List.of())
        .text();
  }

  @Test
  void aPlanSaysHowLongAndWhatLimits() {
    assertThat(words(Storm.of(1000, 300 * MIB, 1.25e9, 1.25e8, 8)))
        .isEqualTo(
            """
            1000 nodes, 300 MiB each: 293 GiB leave the server.
            All have their image after 268 s, a node in the mean after 136 s.
            The limit is the server's link: 10 Gbit/s, or 1.1 GiB/s of images.
            15 at a time are sent their image by the server, the others wait for their turn.
            What firmware, kernel and system take comes on top.
            """);
    assertThat(words(Storm.of(1000, 300 * MIB, 1.25e9, 1.25e8, 8).inPlaces(4)))
        .contains(
            "All have their image after 11 min, a node in the mean after 6 min.",
            "The limit is that images are sent to 4 nodes at a time, whose links take 448 MiB/s:"
                + " raise `delivery: transfers` in wwj.conf.");
    assertThat(words(Storm.of(1, 300 * MIB, 1.25e9, 1.25e8, 8)))
        .contains(
            "1 node, 300 MiB each", "It has its image after 2.7 s.", "nodes' own link: 1 Gbit/s");
    assertThat(words(Storm.of(1000, 300 * MIB, 1.25e10, 1.25e8, 32).with(20, 1.25e9, true)))
        .contains(
            "1000 nodes, 300 MiB each: 5.9 GiB leave the server.",
            "The limit is the link of each mirror: 10 Gbit/s, which is assumed.",
            "As if 20 mirrors (10 Gbit/s assumed) each sent images to 50 nodes: 15 GiB in 13 s.");
  }

  /** Two racks with a mirror, one of which says its speed; a node without; one that cannot. */
  private CliSite racks() throws IOException {
    String nodes =
        """
        nodeprofiles:
          p: {image name: g, root: squashfs, network devices: {default: {netmask: 255.0.0.0}}}
        nodes:
          a1: {profiles: [p], network devices: {default: {ipaddr: 10.1.0.11, hwaddr: "52:54:00:00:00:01"}}}
          a2: {profiles: [p], network devices: {default: {ipaddr: 10.1.0.12, hwaddr: "52:54:00:00:00:02"}}}
          b1: {profiles: [p], network devices: {default: {ipaddr: 10.2.0.11, hwaddr: "52:54:00:00:00:03"}}}
          c1: {profiles: [p], network devices: {default: {ipaddr: 10.3.0.11, hwaddr: "52:54:00:00:00:04"}}}
          d1: {profiles: [p], root: initrd, network devices: {default: {ipaddr: 10.1.0.19, hwaddr: "52:54:00:00:00:05"}}}
        """;
    CliSite site = new CliSite(folder, nodes);
    Files.writeString(
        site.conf(),
        Files.readString(site.conf()).replace("/24", "/8")
            + """
            delivery:
              link speed: 10G
              mirrors:
                - {subnet: 10.1.0.0/16, url: http://10.1.0.2:8080}
                - {subnet: 10.2.0.0/16, url: http://10.2.0.2:8080, link speed: 1M}
            """);
    Path made = folder.resolve("state/provision/images/g/20260101T000000Z-aa");
    ImageFixture.generation(made, "g", "hsqs" + "x".repeat(10 << 20));
    Files.writeString(made.resolve("vmlinuz"), "k".repeat(1 << 20));
    Files.writeString(made.resolve("root.cpio.gz"), "k".repeat(10 << 20));
    Files.createSymbolicLink(made.resolveSibling("current"), made.getFileName());
    return site;
  }

  @Test
  void aPlanGoesByTheMirrorsOfTheSite() throws IOException {
    CliSite site = racks();
    assertThat(site.run("boot", "plan").out())
        .isEqualTo(
            """
            5 nodes, 11 MiB each: 45 MiB leave the server.
            All have their image after 89 s, a node in the mean after 18 s.
            The limit is the link of mirror http://10.2.0.2:8080: 1 Mbit/s.
            Mirror http://10.1.0.2:8080 (10 Gbit/s assumed) sends images to a[1-2]: 20 MiB in 0.0 s.
            Mirror http://10.2.0.2:8080 (1 Mbit/s) sends images to b1: 10 MiB in 89 s.
            Sent by the server, since no mirror is named for them: c1.
            Sent by the server, since only root methods squashfs and tmpfs use mirrors: d1.
            How fast a mirror is, its `link speed` in wwj.conf says, or --mirror-link for all.
            What firmware, kernel and system take comes on top.
            """);
    assertThat(site.run("boot", "plan", "--mirror-link", "25G").out())
        .contains("The limit is the nodes' own link", "8080 (25 Gbit/s) sends images to b1")
        .doesNotContain("assumed", "How fast");
    assertThat(site.run("boot", "plan", "--count", "5000").out())
        .contains("sends images to 2000 nodes like a[1-2]:", "named for them: 1000 nodes like c1.");
    assertThat(site.run("boot", "plan", "--mirrors", "0").out()).doesNotContain("irror");
    assertThat(site.run("boot", "plan", "--mirrors", "2").out())
        .contains("As if 2 mirrors (10 Gbit/s assumed) each sent images to about 3 nodes:");
    assertThat(site.run("boot", "plan", "-o", "json").out())
        .contains(
            "\"limit\": \"mirrors\"",
            "\"url\": \"http://10.2.0.2:8080\"",
            "\"without_mirror\": [\n      \"c1\"\n    ]",
            "\"not_by_mirror\": [\n      \"d1\"\n    ]");
  }

  @Test
  void aPlanReckonsWithThePaceOfNodes() throws IOException {
    CliSite site = racks();
    site.run("node", "set", "b1", "c1", "--tagadd", "bootpace=100K", "-y");
    assertThat(site.run("boot", "plan").out())
        .isEqualTo(
            """
            5 nodes, 11 MiB each: 45 MiB leave the server.
            All have their image after 15 min, a node in the mean after 6 min.
            The limit is the pace that nodes are held to (tag bootpace).
            Mirror http://10.1.0.2:8080 (10 Gbit/s assumed) sends images to a[1-2]: 20 MiB in 0.0 s.
            Sent by the server, since only root methods squashfs and tmpfs use mirrors: d1.
            How fast a mirror is, its `link speed` in wwj.conf says, or --mirror-link for all.
            Sent by the server at their own pace (tag bootpace): b1,c1, the last in 15 min.
            What firmware, kernel and system take comes on top.
            """);
    assertThat(site.run("boot", "plan", "-o", "json").out())
        .contains("\"limit\": \"pace\"", "\"at_a_pace\": [\n      \"b1\",\n      \"c1\"\n    ]");
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
