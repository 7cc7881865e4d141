package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text as the list commands print them (warewulf.md §1.1). */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
    List<String> dashes = new ArrayList<>();
    for (String word : header) {
      dashes.add("-".repeat(word.length()));
    }
    rows.add(dashes);
  }

  void row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.isEmpty() ? "--" : cell);
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        widths[i] = Math.max(widths[i], cell.codePointCount(0, cell.length()));
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        out.append(cell);
        if (i + 1 < columns) {
          out.append(" ".repeat(widths[i] + 2 - cell.codePointCount(0, cell.length())));
        }
      }
      out.append('\n');
    }
    return out.toString();
  }
}
