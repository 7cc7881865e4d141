package org.wwj.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How the boots look on a terminal: one line a machine. Pure text. */
final class ProgressView {
  private static final int BAR = 24;
  private static final double MIB = 1 << 20;

  private ProgressView() {}

  /**
   * What is known of one machine now.
   *
   * @param phase its phase's word, or what it waits for
   * @param bytes delivered in this boot
   * @param total bytes this boot takes, 0 when unknown
   * @param elapsed since it was powered on
   * @param reason a failure's reason, else empty
   */
  record Line(
      String name,
      Firmware firmware,
      String phase,
      long bytes,
      long total,
      Duration elapsed,
      String reason) {}

  /** All lines, cut to the terminal's width so that none wraps and breaks the redrawing. */
  static List<String> render(List<Line> lines, int width) {
    int name = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    return lines.stream()
        .map(line -> render(line, name))
        .map(line -> line.length() > width ? line.substring(0, width) : line)
        .toList();
  }

  private static String render(Line line, int nameWidth) {
    String text = "%-" + Math.max(nameWidth, 1) + "s  %-9s  %-9s  [%s]  %15s  %5.1f s  %s";
    return String.format(
            Locale.ROOT,
            text,
            line.name(),
            line.firmware().word(),
            line.phase(),
            bar(line),
            size(line),
            line.elapsed().toMillis() / 1000.0,
            line.reason())
        .stripTrailing();
  }

  private static String bar(Line line) {
    boolean done = line.phase().equals("ready");
    double share = line.total() > 0 ? (double) line.bytes() / line.total() : 0;
    int full = done ? BAR : (int) Math.round(Math.clamp(share, 0, 1) * BAR);
    return "#".repeat(full) + ".".repeat(BAR - full);
  }

  private static String size(Line line) {
    if (line.bytes() == 0 && line.total() == 0) {
      return "";
    }
    return line.total() > 0
        ? String.format(Locale.ROOT, "%.1f/%.1f MiB", line.bytes() / MIB, line.total() / MIB)
        : String.format(Locale.ROOT, "%.1f MiB", line.bytes() / MIB);
  }

  /** What moves the cursor back over that many lines and clears them. */
  static String rewind(int lines) {
    return lines == 0 ? "" : "\u001b[" + lines + "A\u001b[J";
  }
}
