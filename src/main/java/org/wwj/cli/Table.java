package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Rows of text as the list commands print them (warewulf.md §1.1), or as CSV. */
public final class Table {
  private static final Pattern NOT_A_WORD = Pattern.compile("[^a-z0-9]+");
  private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\t]+");

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private String empty = "--";

  /** A table without rows. */
  public Table(String... header) {
    this.header = List.of(header);
  }

  /** With nothing, and not {@code --}, where a cell is empty. */
  public Table withBlanks() {
    empty = "";
    return this;
  }

  /** Adds a row. */
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The rows without the header. */
  List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /** Aligned columns below a header; an empty cell is {@code --}. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    lines.add(header.stream().map(word -> "-".repeat(word.length())).toList());
    for (List<String> row : rows) {
      lines.add(row.stream().map(this::line).toList());
    }
    int columns = header.size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(line.get(i)));
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        String cell = line.get(i);
        out.append(cell);
        if (i + 1 < columns) {
          out.append(" ".repeat(widths[i] + 2 - width(cell)));
        }
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** A cell on one line, or the table would be none. */
  private String line(String cell) {
    return cell.isEmpty() ? empty : BREAKS.matcher(cell.strip()).replaceAll(" ");
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /** RFC 4180: a line of names, then the rows; an empty cell is empty. */
  public String csv() {
    StringBuilder out = new StringBuilder();
    out.append(Csv.record(header.stream().map(Table::name).toList())).append("\r\n");
    rows.forEach(row -> out.append(Csv.record(row)).append("\r\n"));
    return out.toString();
  }

  /** {@code NODE NAME} as programs like it: {@code node_name}. */
  static String name(String header) {
    return NOT_A_WORD
        .matcher(header.toLowerCase(Locale.ROOT))
        .replaceAll(" ")
        .strip()
        .replace(' ', '_');
  }
}
