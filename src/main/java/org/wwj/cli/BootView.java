package org.wwj.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Status;
import org.wwj.boot.Turn;

/**
 * How far a boot of many nodes has come: a count of each kind, what moves, how long it takes, and
 * those that lag behind, with the cause. Pure.
 *
 * @param rows the nodes that are watched
 * @param bytesPerSecond that the server sends of images
 */
record BootView(List<Row> rows, long bytesPerSecond) {
  /** A node that reached nothing new for so long lags behind, whatever it does. */
  private static final Duration LONG = Duration.ofMinutes(3);

  /** What a node does, in the order in which they are counted. */
  enum State {
    DONE,
    MOVING,
    WAITING,
    FAILED,
    UNSEEN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One node.
   *
   * @param seen where it stands, null when the server has not seen it
   * @param cause why it lags behind, empty when it does not
   */
  record Row(String name, State state, @Nullable NodeStatus seen, String cause) {
    long left() {
      return seen == null || state == State.DONE ? 0 : Math.max(0, seen.total() - seen.bytes());
    }

    Turn.@Nullable Mirrored mirror() {
      return seen != null && seen.turn() instanceof Turn.Mirrored mirrored ? mirrored : null;
    }

    /** Bytes per second of its image, null when nobody knows. */
    @Nullable Long rate() {
      return switch (seen == null ? null : seen.turn()) {
        case Turn.Moving moving -> moving.bytesPerSecond();
        case Turn.Mirrored mirrored ->
            mirrored.bytesPerSecond() == 0 ? null : mirrored.bytesPerSecond();
        case null, default -> null;
      };
    }

    /** Who sends it its image, empty when nobody does. */
    String source() {
      return switch (seen == null ? null : seen.turn()) {
        case Turn.Moving _ -> "server";
        case Turn.Mirrored mirrored -> mirrored.mirror();
        case null, default -> "";
      };
    }

    boolean lags() {
      return !cause.isEmpty();
    }
  }

  /** The nodes with these names, in this order. */
  static BootView of(Status status, Collection<String> names, Instant now) {
    Map<String, NodeStatus> seen = new HashMap<>();
    status.nodes().forEach(node -> seen.put(node.name(), node));
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      NodeStatus node = withoutOldRate(seen.get(name), now);
      State state = node == null ? State.UNSEEN : state(node);
      rows.add(new Row(name, state, node, node == null ? "" : cause(node, state, now)));
    }
    return new BootView(rows, status.traffic().bytesPerSecond());
  }

  /** What a node said of its speed is true no more once it says nothing. */
  private static @Nullable NodeStatus withoutOldRate(@Nullable NodeStatus node, Instant now) {
    return node != null
            && node.turn() instanceof Turn.Mirrored(String mirror, long _, Instant heard)
            && Duration.between(heard, now).compareTo(StatusView.SILENT) >= 0
        ? node.in(new Turn.Mirrored(mirror, 0, heard))
        : node;
  }

  private static State state(NodeStatus node) {
    if (node.turn() instanceof Turn.Waiting) {
      return State.WAITING;
    }
    return switch (node.phase()) {
      case READY -> State.DONE;
      case FAILED -> State.FAILED;
      default -> State.MOVING;
    };
  }

  private static String cause(NodeStatus node, State state, Instant now) {
    if (state == State.FAILED) {
      return node.reason();
    }
    if (state != State.MOVING) {
      return "";
    }
    if (node.turn() instanceof Turn.Moving moving && moving.slow()) {
      return "takes only %s of its image: look at its cable and switch port, and at tag bootpace"
          .formatted(rate(moving.bytesPerSecond()));
    }
    if (!node.reason().isEmpty()) {
      return node.reason();
    }
    if (node.turn() instanceof Turn.Mirrored mirrored
        && mirrored.silent(now).compareTo(StatusView.SILENT) >= 0) {
      return mirrored.sentence(now);
    }
    Duration in = Duration.between(node.since(), now);
    if (in.compareTo(LONG) <= 0) {
      return "";
    }
    String words = "in phase " + node.phase().word() + " for " + StatusView.ago(in);
    return node.turn() instanceof Turn.Mirrored mirrored
        ? words + ": " + mirrored.sentence(now)
        : words;
  }

  long count(State state) {
    return rows.stream().filter(row -> row.state == state).count();
  }

  /** Whether there is nothing more to wait for. */
  boolean over() {
    return rows.stream().allMatch(row -> row.state == State.DONE || row.state == State.FAILED);
  }

  /** Until all that are on their way have what they are sent, null when nobody can say. */
  @Nullable Duration eta() {
    long left = rows.stream().filter(row -> row.state != State.FAILED).mapToLong(Row::left).sum();
    if (left == 0) {
      return Duration.ZERO;
    }
    long rate = bytesPerSecond + mirrored();
    return rate <= 0 ? null : Duration.ofSeconds(left / rate + 1);
  }

  /** Bytes per second that come from mirrors, as the nodes say. */
  private long mirrored() {
    return rows.stream()
        .map(Row::mirror)
        .filter(Objects::nonNull)
        .mapToLong(Turn.Mirrored::bytesPerSecond)
        .sum();
  }

  /** As it is shown. */
  String text(Instant now) {
    StringBuilder text = new StringBuilder();
    for (State state : State.values()) {
      text.append(state.word()).append(' ').append(count(state)).append("   ");
    }
    text.append(rate(bytesPerSecond));
    boolean mirrors = rows.stream().anyMatch(row -> row.mirror() != null);
    if (mirrors) {
      text.append(", and ").append(rate(mirrored())).append(" from mirrors");
    }
    Duration eta = eta();
    if (eta != null && !eta.isZero()) {
      text.append("   about ").append(PlanWords.span(eta)).append(" more");
    }
    text.append('\n');
    List<String> header = new ArrayList<>(List.of("NODE NAME", "STATE", "PHASE", "SINCE", "MIB"));
    header.addAll(mirrors ? List.of("MB/S", "FROM", "CAUSE") : List.of("MB/S", "CAUSE"));
    Table table = new Table(header.toArray(String[]::new));
    List<Row> shown =
        rows.stream()
            .filter(row -> row.lags() || row.state == State.MOVING)
            .sorted(Comparator.comparing((Row row) -> !row.lags()))
            .toList();
    for (Row row : shown) {
      NodeStatus seen = row.seen;
      if (seen != null) {
        Long rate = row.rate();
        List<String> cells = new ArrayList<>();
        cells.add(row.name);
        cells.add(row.state.word());
        cells.add(seen.phase().word());
        cells.add(StatusView.ago(Duration.between(seen.since(), now)));
        cells.add(StatusView.mebibytes(seen));
        cells.add(rate == null ? "" : String.format(Locale.ROOT, "%.1f", rate / 1e6));
        if (mirrors) {
          cells.add(row.source());
        }
        cells.add(row.cause);
        table.row(cells.toArray(String[]::new));
      }
    }
    return shown.isEmpty() ? text.toString() : text.append(table).toString();
  }

  private static String rate(long bytes) {
    return String.format(Locale.ROOT, bytes < 10_000_000 ? "%.1f MB/s" : "%.0f MB/s", bytes / 1e6);
  }

  /** For scripts. */
  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (State state : State.values()) {
      object.put(state.word(), count(state));
    }
    object.put("over", over());
    object.put("bytes_per_second", bytesPerSecond);
    object.put("mirrors_bytes_per_second", mirrored());
    Duration eta = eta();
    object.put("eta_seconds", eta == null ? null : eta.toSeconds());
    List<Map<String, @Nullable Object>> nodes = new ArrayList<>();
    for (Row row : rows) {
      NodeStatus seen = row.seen;
      Map<String, @Nullable Object> node = new LinkedHashMap<>();
      node.put("name", row.name);
      node.put("state", row.state.word());
      node.put("phase", seen == null ? null : seen.phase().word());
      node.put("bytes", seen == null ? null : seen.bytes());
      node.put("total", seen == null || seen.total() == 0 ? null : seen.total());
      Turn turn = seen == null ? null : seen.turn();
      node.put("before", turn instanceof Turn.Waiting waiting ? waiting.before() : null);
      node.put("bytes_per_second", row.rate());
      Turn.Mirrored mirrored = row.mirror();
      node.put("mirror", mirrored == null ? null : mirrored.mirror());
      node.put("heard", mirrored == null ? null : mirrored.heard().toString());
      node.put("cause", row.lags() ? row.cause : null);
      nodes.add(node);
    }
    object.put("nodes", nodes);
    return object;
  }
}
