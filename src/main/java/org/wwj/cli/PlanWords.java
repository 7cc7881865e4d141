package org.wwj.cli;

import java.time.Duration;
import java.util.Locale;
import org.wwj.delivery.Storm;
import org.wwj.net.BitRate;

/** A storm in words. */
final class PlanWords {
  private PlanWords() {}

  static String of(Storm storm) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, %s each: %s leave the server.%n"
            .formatted(nodes(storm.nodes()), bytes(storm.bytes()), bytes(storm.sent())));
    text.append(
        storm.nodes() == 1
            ? "It has its image after %s.%n".formatted(span(storm.last()))
            : "All have their image after %s, a node in the mean after %s.%n"
                .formatted(span(storm.last()), span(storm.mean())));
    text.append(limit(storm)).append('\n');
    if (storm.mirrors() == 0 && storm.nodes() > storm.places()) {
      text.append(
          "%d at a time are sent their image, the others wait for their turn.%n"
              .formatted(storm.places()));
    }
    text.append("What firmware, kernel and system take comes on top.\n");
    return text.toString();
  }

  private static String limit(Storm storm) {
    return switch (storm.limit()) {
      case LINK ->
          "The limit is the server's link: %s, or %s/s of images%s."
              .formatted(
                  speed(storm.link()), bytes(storm.link() * Storm.GOODPUT), mirrorHint(storm));
      case CLIENTS -> "The limit is the nodes' own link: " + speed(storm.client()) + ".";
      case PROCESSOR ->
          "The limit is this server's processors, which send about %s/s."
              .formatted(bytes(storm.processor()));
      case MIRRORS -> "The limit is the link of each mirror: " + speed(storm.mirrorLink()) + ".";
    };
  }

  private static String mirrorHint(Storm storm) {
    return storm.mirrors() == 0 && storm.last().compareTo(Duration.ofMinutes(5)) > 0
        ? "; mirrors, one a rack, would take it off (docs/storm.md)"
        : "";
  }

  private static String nodes(long count) {
    return count == 1 ? "1 node" : count + " nodes";
  }

  private static String speed(double bytesPerSecond) {
    return new BitRate(Math.max(1, Math.round(bytesPerSecond * 8))).toString();
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
