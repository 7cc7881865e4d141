package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a file {@code modes} ({@link Modes}) with the line for one path set or taken out; all
 * other lines stay as they are. Pure.
 */
final class ModesFile {
  private static final Pattern GLOB = Pattern.compile("[\\\\*?\\[\\]{}]");

  private ModesFile() {}

  /**
   * With a line for the path, the last one so that it wins.
   *
   * @param owner {@code USER:GROUP}; empty keeps what the path's own line says of it
   */
  static String with(String text, String path, int mode, String owner) {
    if (!path.strip().equals(path)) {
      throw new OverlayException("a name that begins or ends with a blank has no place in modes");
    }
    String pattern = pattern(path);
    String who = owner;
    List<String> kept = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = Modes.LINE.matcher(line.trim());
      if (matcher.matches() && bare(matcher).equals(pattern)) {
        who = who.isEmpty() && matcher.group(2) != null ? owner(matcher) : who;
      } else {
        kept.add(line);
      }
    }
    kept.add("%04o %s%s".formatted(mode, who.isEmpty() ? "" : who + " ", pattern));
    return String.join("\n", kept) + "\n";
  }

  /** Without the line for the path. */
  static String without(String text, String path) {
    String pattern = pattern(path);
    StringBuilder kept = new StringBuilder();
    for (String line : text.split("(?<=\n)")) {
      Matcher matcher = Modes.LINE.matcher(line.trim());
      if (!matcher.matches() || !bare(matcher).equals(pattern)) {
        kept.append(line);
      }
    }
    return kept.toString();
  }

  private static String bare(Matcher line) {
    return line.group(4).replaceFirst("^/+", "");
  }

  private static String owner(Matcher line) {
    return line.group(2) + ":" + line.group(3);
  }

  /** The pattern that only this path fits. */
  private static String pattern(String path) {
    return GLOB.matcher(path).replaceAll("\\\\$0");
  }
}
