package org.wwj.cli;

import java.util.List;
import org.wwj.ops.Display;

/**
 * A text that is shown again and again in one place of a terminal. Lines are written over the old
 * ones and only their rests are erased, so nothing flickers; the cursor is hidden meanwhile.
 */
final class Redraw {
  private static final String ESCAPE = "\u001b[";

  /** Clears the screen once. */
  static final String BEGIN = ESCAPE + "?25l" + ESCAPE + "2J";

  /** Gives the cursor back, on a line of its own. */
  static final String END = ESCAPE + "?25h\n";

  private Redraw() {}

  /** The text over the last one, cut to what the terminal holds. */
  static String frame(String text, Display display) {
    List<String> lines = text.lines().toList();
    int room = Math.max(2, display.rows()) - 1; // the cursor needs a line below
    StringBuilder out = new StringBuilder(ESCAPE + "H");
    boolean more = lines.size() > room;
    for (String line : lines.subList(0, more ? room - 1 : lines.size())) {
      line(out, line, display.columns());
    }
    if (more) {
      line(out, "... " + (lines.size() - room + 1) + " more", display.columns());
    }
    return out.append(ESCAPE).append('J').toString();
  }

  private static void line(StringBuilder out, String line, int columns) {
    int length = line.codePointCount(0, line.length());
    out.append(length > columns ? line.substring(0, line.offsetByCodePoints(0, columns)) : line);
    out.append(ESCAPE).append("K\n");
  }
}
