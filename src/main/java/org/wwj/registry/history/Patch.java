package org.wwj.registry.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way from one text to another, line by line, written as a unified diff that {@code patch}
 * understands. Lines keep their ends, so that what is applied and taken back is the same to the
 * byte, with CRLF or without a last line end.
 */
record Patch(List<Piece> pieces) {
  private static final int CONTEXT = 3;
  private static final String NO_END = "\\ No newline at end of file\n";
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*\n");

  /**
   * Lines that give way to others; either may be none.
   *
   * @param at where they stand in the old text, counted from 0
   * @param becomes where the others stand in the new one
   */
  record Piece(int at, List<String> removed, int becomes, List<String> added) {
    int end() {
      return at + removed.size();
    }

    int growth() {
      return added.size() - removed.size();
    }
  }

  static Patch between(String before, String after) {
    List<String> old = lines(before);
    List<String> now = lines(after);
    return new Patch(
        LineDiff.between(old, now).stream()
            .map(c ->
                new Piece(
                    c.start(),
                    List.copyOf(old.subList(c.start(), c.end())),
                    c.newStart(),
                    List.copyOf(now.subList(c.newStart(), c.newEnd()))))
            .toList());
  }

  /** The lines of a text, each with its end. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  Patch reversed() {
    return new Patch(
        pieces.stream().map(p -> new Piece(p.becomes, p.added, p.at, p.removed)).toList());
  }

  /**
   * The text after the change.
   *
   * @throws IllegalArgumentException when the text is not the one that it was made from
   */
  String apply(String text) {
    List<String> lines = lines(text);
    StringBuilder out = new StringBuilder(text.length() + 256);
    int done = 0;
    for (Piece piece : pieces) {
      if (piece.at < done
          || piece.end() > lines.size()
          || !lines.subList(piece.at, piece.end()).equals(piece.removed)) {
        throw new IllegalArgumentException("line " + (piece.at + 1) + " is another one");
      }
      lines.subList(done, piece.at).forEach(out::append);
      piece.added.forEach(out::append);
      done = piece.end();
    }
    lines.subList(done, lines.size()).forEach(out::append);
    return out.toString();
  }

  /**
   * The unified diff.
   *
   * @param name the file's name in its head
   * @param before the old text, for the lines around
   */
  String format(String name, String before) {
    List<String> old = lines(before);
    StringBuilder out = new StringBuilder();
    out.append("--- ").append(name).append("\n+++ ").append(name).append('\n');
    for (int i = 0; i < pieces.size(); ) {
      int j = i;
      while (j + 1 < pieces.size() && pieces.get(j + 1).at - pieces.get(j).end() <= 2 * CONTEXT) {
        j++;
      }
      hunk(out, old, pieces.subList(i, j + 1));
      i = j + 1;
    }
    return out.toString();
  }

  private static void hunk(StringBuilder out, List<String> old, List<Piece> pieces) {
    int from = Math.max(0, pieces.getFirst().at - CONTEXT);
    int to = Math.min(old.size(), pieces.getLast().end() + CONTEXT);
    int newFrom = pieces.getFirst().becomes - (pieces.getFirst().at - from);
    int length = to - from;
    int newLength = length + pieces.stream().mapToInt(Piece::growth).sum();
    out.append("@@ -")
        .append(range(from, length))
        .append(" +")
        .append(range(newFrom, newLength))
        .append(" @@\n");
    int done = from;
    for (Piece piece : pieces) {
      old.subList(done, piece.at).forEach(line -> line(out, ' ', line));
      piece.removed.forEach(line -> line(out, '-', line));
      piece.added.forEach(line -> line(out, '+', line));
      done = piece.end();
    }
    old.subList(done, to).forEach(line -> line(out, ' ', line));
  }

  /** An empty range names the line before it. */
  private static String range(int from, int length) {
    return (length == 0 ? from : from + 1) + (length == 1 ? "" : "," + length);
  }

  private static void line(StringBuilder out, char sign, String line) {
    out.append(sign).append(line);
    if (!line.endsWith("\n")) {
      out.append('\n').append(NO_END);
    }
  }

  /**
   * Reads a unified diff; what stands before its first hunk is skipped.
   *
   * @throws IllegalArgumentException naming the line that is none of a diff's
   */
  static Patch parse(String diff) {
    List<String> lines = lines(diff);
    List<Piece> pieces = new ArrayList<>();
    int i = 0;
    while (i < lines.size() && !lines.get(i).startsWith("@@ ")) {
      i++;
    }
    while (i < lines.size()) {
      Matcher head = HUNK.matcher(lines.get(i));
      if (!head.matches()) {
        throw new IllegalArgumentException("line " + (i + 1) + " of the diff begins no hunk");
      }
      i = hunk(lines, i + 1, start(head, 1), start(head, 3), pieces);
    }
    return new Patch(List.copyOf(pieces));
  }

  private static int start(Matcher head, int group) {
    int line = Integer.parseInt(head.group(group));
    return "0".equals(head.group(group + 1)) ? line : line - 1;
  }

  private static int hunk(List<String> lines, int from, int old, int now, List<Piece> pieces) {
    int at = old;
    int becomes = now;
    List<String> removed = new ArrayList<>();
    List<String> added = new ArrayList<>();
    int i = from;
    for (; i < lines.size() && !lines.get(i).startsWith("@@ "); i++) {
      String line = lines.get(i);
      boolean open = i + 1 < lines.size() && lines.get(i + 1).equals(NO_END);
      String text = line.substring(1, open ? line.length() - 1 : line.length());
      switch (line.charAt(0)) {
        case '-' -> removed.add(text);
        case '+' -> added.add(text);
        case ' ' -> {
          if (!removed.isEmpty() || !added.isEmpty()) {
            pieces.add(new Piece(at, List.copyOf(removed), becomes, List.copyOf(added)));
          }
          at += removed.size() + 1;
          becomes += added.size() + 1;
          removed.clear();
          added.clear();
        }
        default -> throw new IllegalArgumentException("line " + (i + 1) + " of the diff is odd");
      }
      i += open ? 1 : 0;
    }
    if (!removed.isEmpty() || !added.isEmpty()) {
      pieces.add(new Piece(at, List.copyOf(removed), becomes, List.copyOf(added)));
    }
    return i;
  }
}
