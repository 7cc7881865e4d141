package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One benchmark's result: printed, and kept in its place in docs/benchmarks.md. */
final class Report {
  private final String section;
  private final List<String> lines = new ArrayList<>();

  /**
   * A report for the place between {@code <!-- section -->} and {@code <!-- end of section -->}.
   */
  Report(String section, String command) {
    this.section = section;
    lines.add("Command: `" + command + "`  ");
    Host.lines().forEach(line -> lines.add(line + "  "));
  }

  /** A line of text. */
  void text(String line) {
    lines.add("");
    lines.add(line);
  }

  /** The head of a table. */
  void head(String... cells) {
    lines.add("");
    row(cells);
    lines.add("|" + "---|".repeat(cells.length));
  }

  /** A row of a table. */
  void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /** Prints it. */
  void print() {
    System.out.print(whole());
  }

  /** Replaces what stood in its place. */
  void keep(Path document) {
    String begin = "<!-- " + section + " -->\n";
    String end = "<!-- end of " + section + " -->";
    try {
      String old = Files.readString(document);
      int from = old.indexOf(begin);
      int to = old.indexOf(end);
      if (from < 0 || to < from) {
        throw new IllegalStateException(document + " has no place " + begin.strip());
      }
      Files.writeString(document, old.substring(0, from) + begin + whole() + old.substring(to));
    } catch (IOException e) {
      throw new IllegalStateException(document.toString(), e);
    }
  }

  private String whole() {
    return String.join("\n", lines).strip() + "\n";
  }
}
