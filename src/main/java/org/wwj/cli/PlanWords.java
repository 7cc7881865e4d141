package org.wwj.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootTags;
import org.wwj.delivery.Spread;
import org.wwj.delivery.Storm;
import org.wwj.net.BitRate;
import org.wwj.net.HostList;

/**
 * A plan in words.
 *
 * @param storm how long it takes
 * @param spread who sends which nodes their image, as wwj.conf says
 * @param without nodes that are not counted, since their image is not built
 */
record PlanWords(Storm storm, Spread spread, List<String> without) {
  /** As it is shown. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, %s each: %s leave the server.%n"
            .formatted(nodes(storm.nodes()), bytes(storm.bytes()), bytes(storm.sent())));
    text.append(
        storm.nodes() == 1
            ? "It has its image after %s.%n".formatted(span(storm.last()))
            : "All have their image after %s, a node in the mean after %s.%n"
                .formatted(span(storm.last()), span(storm.mean())));
    text.append(limit()).append('\n');
    mirrors(text);
    held(text);
    if (storm.direct() > storm.places()) {
      text.append(
          "%d at a time are sent their image by the server, the others wait for their turn.%n"
              .formatted(storm.places()));
    }
    text.append("What firmware, kernel and system take comes on top.\n");
    if (!without.isEmpty()) {
      text.append("Not counted, since their image is not built: ")
          .append(HostList.compress(without))
          .append(".\n");
    }
    return text.toString();
  }

  private String limit() {
    return switch (storm.limit()) {
      case LINK ->
          "The limit is the server's link: %s, or %s/s of images%s."
              .formatted(speed(storm.link()), bytes(storm.link() * Storm.GOODPUT), mirrorHint());
      case CLIENTS -> "The limit is the nodes' own link: " + speed(storm.client()) + ".";
      case PLACES ->
          "The limit is that images are sent to %d nodes at a time, whose links take %s/s: raise `delivery: transfers` in wwj.conf."
              .formatted(storm.places(), bytes(storm.places() * storm.client() * Storm.GOODPUT));
      case PROCESSOR ->
          "The limit is this server's processors, which send about %s/s."
              .formatted(bytes(storm.processor()));
      case PACE ->
          "The limit is the pace that nodes are held to (tag %s).".formatted(BootTags.PACE);
      case MIRRORS -> "The limit is " + storm.slowest().map(PlanWords::linkOf).orElseThrow() + ".";
    };
  }

  private static String linkOf(Storm.Rack rack) {
    return (rack.mirror().isEmpty()
            ? "the link of each mirror: "
            : "the link of mirror " + rack.mirror() + ": ")
        + speed(rack.link())
        + (rack.assumed() ? ", which is assumed" : "");
  }

  private String mirrorHint() {
    return storm.racks().isEmpty() && storm.last().compareTo(Duration.ofMinutes(5)) > 0
        ? "; mirrors, one a rack, would take it off (docs/storm.md)"
        : "";
  }

  private void mirrors(StringBuilder text) {
    List<Storm.Rack> racks = storm.racks();
    if (racks.isEmpty()) {
      return;
    }
    if (racks.getFirst().mirror().isEmpty()) {
      Storm.Rack rack = racks.getFirst();
      text.append(
          "As if %s (%s) each sent images to %s: %s in %s.%n"
              .formatted(
                  racks.size() == 1 ? "1 mirror" : racks.size() + " mirrors",
                  speedOf(rack),
                  about(rack.nodes()),
                  bytes(rack.sent()),
                  span(rack.takes())));
    } else {
      for (int i = 0; i < racks.size(); i++) {
        Storm.Rack rack = racks.get(i);
        text.append(
            "Mirror %s (%s) sends images to %s: %s in %s.%n"
                .formatted(
                    rack.mirror(),
                    speedOf(rack),
                    who(spread.mirrors().get(i).nodes()),
                    bytes(rack.sent()),
                    span(rack.takes())));
      }
      own(text);
    }
    if (racks.stream().anyMatch(Storm.Rack::assumed)) {
      text.append(
          "How fast a mirror is, its `link speed` in wwj.conf says, or --mirror-link for all.\n");
    }
  }

  /** The nodes that the server sends their image all the same. */
  private void own(StringBuilder text) {
    if (!spread.bare().isEmpty()) {
      text.append(
          "Sent by the server, since no mirror is named for them: %s.%n"
              .formatted(who(spread.bare())));
    }
    if (!spread.unable().isEmpty()) {
      text.append(
          "Sent by the server, since only root methods squashfs and tmpfs use mirrors: %s.%n"
              .formatted(who(spread.unable())));
    }
  }

  /** The nodes that cannot bear full speed. */
  private void held(StringBuilder text) {
    if (storm.held().nodes() > 0) {
      text.append(
          "Sent by the server at their own pace (tag %s): %s, the last in %s.%n"
              .formatted(
                  BootTags.PACE,
                  who(spread.held().nodes()),
                  span(Duration.ofMillis(Math.round(1000 * spread.held().longest())))));
    }
  }

  /** The nodes by name; how many, when there are more of them than there are. */
  private String who(List<String> names) {
    double each = (double) storm.nodes() / spread.nodes();
    String list = HostList.compress(names);
    return each == 1 ? list : about(names.size() * each) + " like " + list;
  }

  private static String about(double count) {
    long whole = Math.max(1, Math.round(count));
    return Math.abs(count - whole) < 1e-6 ? nodes(whole) : "about " + nodes(whole);
  }

  private static String speedOf(Storm.Rack rack) {
    return speed(rack.link()) + (rack.assumed() ? " assumed" : "");
  }

  private static String nodes(long count) {
    return count == 1 ? "1 node" : count + " nodes";
  }

  private static String speed(double bytesPerSecond) {
    return new BitRate(Math.max(1, Math.round(bytesPerSecond * 8))).toString();
  }

  /** For scripts. */
  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("nodes", storm.nodes());
    object.put("bytes_each", Math.round(storm.bytes()));
    object.put("bytes_sent", Math.round(storm.sent()));
    object.put("seconds", storm.last().toMillis() / 1000.0);
    object.put("mean_seconds", storm.mean().toMillis() / 1000.0);
    object.put("places", storm.places());
    object.put("limit", storm.limit().name().toLowerCase(Locale.ROOT));
    List<Map<String, @Nullable Object>> racks = new ArrayList<>();
    for (Storm.Rack rack : storm.racks()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("url", rack.mirror().isEmpty() ? null : rack.mirror());
      one.put("nodes", Math.round(rack.nodes()));
      one.put("bytes_sent", Math.round(rack.sent()));
      one.put("bits_per_second", Math.round(rack.link() * 8));
      one.put("assumed", rack.assumed());
      one.put("seconds", rack.takes().toMillis() / 1000.0);
      racks.add(one);
    }
    object.put("mirrors", racks);
    object.put("without_mirror", spread.bare());
    object.put("not_by_mirror", spread.unable());
    object.put("without_image", without);
    object.put("at_a_pace", spread.held().nodes());
    return object;
  }

  /** A size as images are measured elsewhere: MiB, GiB. */
  static String bytes(double bytes) {
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = bytes / 1024;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }

  static String span(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 300) {
      return Math.round(seconds) + " s";
    }
    return seconds < 7200 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3600) + " h";
  }
}
