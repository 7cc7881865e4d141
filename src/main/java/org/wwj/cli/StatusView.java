package org.wwj.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Running;
import org.wwj.boot.Status;
import org.wwj.boot.Turn;
import org.wwj.net.MacAddress;

/**
 * What {@code node status} shows of the server's answer: which machines, in which order. Pure.
 *
 * @param wanted names to show; none means all
 * @param unknown only what is not known: nodes not seen, and machines that nobody defined
 * @param within only machines seen within that time
 * @param last the machine seen last comes first
 * @param reverse the other way round
 */
record StatusView(
    Set<String> wanted, boolean unknown, Optional<Duration> within, boolean last, boolean reverse) {
  /** A node that fetches from a mirror and said nothing for so long missed some of its reports. */
  static final Duration SILENT = Duration.ofSeconds(20);

  /**
   * One machine.
   *
   * @param defined whether it stands in nodes.conf
   * @param seen how far it came, empty when it was not seen since the server started
   * @param running what it runs, empty when that is not known
   */
  record Row(String name, boolean defined, Optional<NodeStatus> seen, Optional<Running> running) {
    /**
     * Why it stopped; else which mirror it fetches from, or that it runs another generation than it
     * would boot.
     */
    String reason(Instant now) {
      return seen.map(NodeStatus::reason)
          .filter(text -> !text.isEmpty())
          .or(() -> mirrored().map(turn -> words(turn, now)))
          .or(() ->
              running
                  .filter(image -> seen.map(NodeStatus::phase).orElse(Phase.READY) == Phase.READY)
                  .map(Running::sentence))
          .orElse("");
    }

    private static String words(Turn.Mirrored turn, Instant now) {
      return turn.silent(now).compareTo(SILENT) < 0 ? turn.sentence() : turn.sentence(now);
    }

    Optional<Turn.Mirrored> mirrored() {
      return seen.flatMap(node ->
          node.turn() instanceof Turn.Mirrored mirrored ? Optional.of(mirrored) : Optional.empty());
    }

    Optional<Instant> since() {
      return seen.map(NodeStatus::since);
    }
  }

  /** The machines to show. */
  List<Row> rows(Status status, Collection<String> defined, Instant now) {
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Map<String, Running> running = new HashMap<>();
    status.running().forEach(node -> running.put(node.node(), node));
    for (NodeStatus node : status.nodes()) {
      seen.add(node.name());
      if (!unknown) {
        rows.add(
            new Row(
                node.name(),
                true,
                Optional.of(node),
                Optional.ofNullable(running.get(node.name()))));
      }
    }
    if (unknown) {
      status
          .unknown()
          .forEach(machine ->
              rows.add(new Row(machine.name(), false, Optional.of(machine), Optional.empty())));
    }
    for (String name : defined) {
      if (!seen.contains(name)) {
        rows.add(new Row(name, true, Optional.empty(), Optional.ofNullable(running.get(name))));
      }
    }
    rows.removeIf(row -> !wanted.isEmpty() && !wanted.contains(row.name()));
    within.ifPresent(span -> {
      Instant oldest = now.minus(span);
      rows.removeIf(row -> row.since().filter(since -> !since.isBefore(oldest)).isEmpty());
    });
    Comparator<Row> order = Comparator.comparing(Row::defined).thenComparing(Row::name);
    if (last) {
      Comparator<Row> since = Comparator.comparing(row -> row.since().orElse(Instant.MIN));
      order = since.reversed().thenComparing(order);
    }
    rows.sort(reverse ? order.reversed() : order);
    return rows;
  }

  /** As a table. */
  static Table table(List<Row> rows, Instant now, boolean wide) {
    Table table =
        wide
            ? new Table(
                "NODE NAME",
                "PHASE",
                "SINCE",
                "ADDRESS",
                "MIB",
                "REASON",
                "HWADDR",
                "REACHED",
                "RUNS",
                "NEXT")
            : new Table("NODE NAME", "PHASE", "SINCE", "ADDRESS", "MIB", "REASON");
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(row.name());
      cells.add(row.seen().map(seen -> seen.phase().word()).orElse(""));
      cells.add(row.since().map(since -> ago(Duration.between(since, now))).orElse(""));
      cells.add(row.seen().map(NodeStatus::address).orElse(""));
      cells.add(row.seen().map(StatusView::mebibytes).orElse(""));
      cells.add(row.reason(now));
      if (wide) {
        cells.add(row.seen().map(NodeStatus::mac).map(MacAddress::toString).orElse(""));
        cells.add(row.since().map(Instant::toString).orElse(""));
        cells.add(row.running().map(Running::image).orElse(""));
        cells.add(row.running().map(Running::next).orElse(""));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /** For scripts. */
  static List<Map<String, @Nullable Object>> objects(List<Row> rows) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (Row row : rows) {
      Optional<NodeStatus> seen = row.seen();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("name", row.name());
      object.put("defined", row.defined());
      object.put("phase", seen.map(node -> node.phase().word()).orElse(null));
      object.put("since", row.since().map(Instant::toString).orElse(null));
      object.put(
          "ipaddr", seen.map(NodeStatus::address).filter(text -> !text.isEmpty()).orElse(null));
      object.put("hwaddr", seen.map(node -> node.mac().toString()).orElse(null));
      object.put("bytes", seen.map(NodeStatus::bytes).orElse(null));
      object.put("total", seen.map(NodeStatus::total).filter(total -> total > 0).orElse(null));
      object.put(
          "reason", seen.map(NodeStatus::reason).filter(text -> !text.isEmpty()).orElse(null));
      object.put("mirror", row.mirrored().map(Turn.Mirrored::mirror).orElse(null));
      object.put("heard", row.mirrored().map(turn -> turn.heard().toString()).orElse(null));
      object.put("image", row.running().map(Running::image).orElse(null));
      object.put(
          "next_image",
          row.running().map(Running::next).filter(text -> !text.isEmpty()).orElse(null));
      object.put("behind", row.running().map(Running::behind).orElse(false));
      objects.add(object);
    }
    return objects;
  }

  static String mebibytes(NodeStatus node) {
    String done = String.valueOf(node.bytes() >> 20);
    return node.total() > 0 ? done + "/" + (node.total() >> 20) : done;
  }

  static String ago(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
