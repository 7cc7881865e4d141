package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as spreadsheets write them (RFC 4180). */
final class Csv {
  private Csv() {}

  /**
   * One record.
   *
   * @param line where it begins, counted from 1
   */
  record Row(int line, List<String> cells) {}

  /**
   * The records of a text; blank lines are none, nor are lines that begin with {@code #}.
   *
   * @throws IllegalArgumentException naming the line whose quote has no end
   */
  static List<Row> parse(String text) {
    List<Row> rows = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    int line = 1;
    int begun = 1;
    boolean quoted = false;
    for (int i = text.startsWith("\uFEFF") ? 1 : 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (quoted && i < text.length()) {
        if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          cell.append(c);
          line += c == '\n' ? 1 : 0;
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c == '\n') {
        if (quoted) {
          throw new IllegalArgumentException(begun + ": a quote that begins here has no end");
        }
        if (!cell.isEmpty() && cell.charAt(cell.length() - 1) == '\r') {
          cell.setLength(cell.length() - 1);
        }
        cells.add(cell.toString());
        cell.setLength(0);
        boolean blank = cells.size() == 1 && cells.getFirst().isBlank();
        if (!blank && !cells.getFirst().startsWith("#")) {
          rows.add(new Row(begun, List.copyOf(cells)));
        }
        cells.clear();
        begun = ++line;
      } else {
        cell.append(c);
      }
    }
    return rows;
  }

  /** One record as a line. */
  static String line(List<String> cells) {
    return record(cells) + "\n";
  }

  /** One record without an end. */
  static String record(List<String> cells) {
    List<String> written = new ArrayList<>();
    for (String cell : cells) {
      boolean plain =
          cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
              && !cell.startsWith("#");
      written.add(plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"");
    }
    return String.join(",", written);
  }
}
