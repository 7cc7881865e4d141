package org.wwj.config;

import java.util.ArrayList;
import java.util.List;

/** Replacements of pieces of a text, gathered and then made at once; and the text's lines. */
final class Splices {
  private final String file;
  private final String text;
  private final String eol;
  private final List<Splice> splices = new ArrayList<>();

  private record Splice(int start, int end, String with) {}

  /**
   * No replacement yet.
   *
   * @param eol the text's line end
   */
  Splices(String file, String text, String eol) {
    this.file = file;
    this.text = text;
    this.eol = eol;
  }

  void replace(Yaml.Span span, String with) {
    replace(span.start(), span.end(), with);
  }

  void replace(int start, int end, String with) {
    splices.add(new Splice(start, end, with));
  }

  void insert(int at, String what) {
    splices.add(new Splice(at, at, what));
  }

  /** Inserts whole lines at the start of a line or at the end of the text. */
  void insertLines(int at, String lines) {
    if (lines.isEmpty()) {
      return;
    }
    boolean open = at > 0 && at == text.length() && text.charAt(at - 1) != '\n';
    // A last line without an end gets one before the new lines, and they get none.
    insert(at, open ? eol + lines.substring(0, lines.length() - eol.length()) : lines);
  }

  /** Cuts the lines from the one that {@code start} begins to the one that {@code end} is in. */
  void removeLines(int start, int end) {
    int from = lineStart(start);
    int to = lineEnd(end);
    boolean open = to == text.length() && text.charAt(to - 1) != '\n';
    if (open && from > 0) {
      // The line before becomes the last, and has no end either.
      from -= from > 1 && text.charAt(from - 2) == '\r' ? 2 : 1;
    }
    replace(from, to, "");
  }

  int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The start of the next line, or the end of the text. */
  int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }

  /** The end of the line's own characters. */
  int contentEnd(int offset) {
    int end = text.indexOf('\n', offset);
    if (end < 0) {
      return text.length();
    }
    return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** The first character behind the indent of a line. */
  int indentEnd(int lineStart) {
    int i = lineStart;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\uFEFF')) {
      i++;
    }
    return i;
  }

  /** Whether only indent stands before it on its line. */
  boolean beginsLine(int offset) {
    return indentEnd(lineStart(offset)) >= offset;
  }

  /** The line of the first replacement, from 1. */
  int line() {
    int first = splices.stream().mapToInt(Splice::start).min().orElse(0);
    return StrictYaml.lineAt(text, first);
  }

  /**
   * The text with all replacements.
   *
   * @throws ConfigException with the line where two of them are in each other's way
   */
  String applied() {
    // Not by Comparator.comparing, which makes classes when it first runs.
    splices.sort((a, b) -> {
      int order = Integer.compare(a.start(), b.start());
      return order == 0 ? Boolean.compare(a.end() > a.start(), b.end() > b.start()) : order;
    });
    StringBuilder out = new StringBuilder(text.length() + 256);
    int done = 0;
    boolean cut = false;
    for (Splice splice : splices) {
      boolean cuts = splice.with().isEmpty();
      if (splice.start() < done && cut && cuts) { // lines that go together
        done = Math.max(done, splice.end());
        continue;
      }
      cut = cuts;
      if (splice.start() < done) {
        throw new ConfigException(
            file
                + ":"
                + StrictYaml.lineAt(text, splice.start())
                + ": cannot be changed by a command together with its neighbour; use an editor");
      }
      out.append(text, done, splice.start()).append(splice.with());
      done = splice.end();
    }
    return out.append(text, done, text.length()).toString();
  }
}
