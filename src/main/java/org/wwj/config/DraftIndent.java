package org.wwj.config;

/** Moves pieces of a {@link YamlDraft} sideways: to the right, or with a negative number left. */
final class DraftIndent {
  private DraftIndent() {}

  /** A line; a blank one stays. */
  static String line(String line, int by) {
    if (line.isBlank()) {
      return line;
    }
    if (by >= 0) {
      return " ".repeat(by) + line;
    }
    int blanks = 0;
    while (blanks < -by && line.charAt(blanks) == ' ') {
      blanks++;
    }
    return line.substring(blanks);
  }

  /** All lines of a text but the first. */
  static String inner(String text, int by) {
    int end = text.indexOf('\n');
    if (end < 0 || by == 0) {
      return text;
    }
    StringBuilder moved = new StringBuilder(text.substring(0, end));
    for (String line : text.substring(end + 1).split("\n", -1)) {
      moved.append('\n').append(line(line, by));
    }
    return moved.toString();
  }

  /** What stands between a key and its value; its last line may be the value's indent. */
  static String gap(String gap, int by) {
    int last = gap.lastIndexOf('\n') + 1;
    if (last == 0) {
      return gap;
    }
    String indent = line(gap.substring(last) + "x", by);
    return inner(gap.substring(0, last), by) + indent.substring(0, indent.length() - 1);
  }

  static DraftValue value(DraftValue value, int by) {
    return switch (value) {
      case DraftMap map -> {
        map.shift(by);
        yield map;
      }
      case DraftValue.Words words ->
          new DraftValue.Words(inner(words.text(), by), words.source(), words.plain());
      case DraftValue.Listed list ->
          new DraftValue.Listed(
              list.items().stream().map(item -> item(item, by)).toList(),
              list.flow(),
              list.verbatim() == null ? null : inner(list.verbatim(), by));
    };
  }

  private static DraftValue.Item item(DraftValue.Item item, int by) {
    return new DraftValue.Item(
        item.above().stream().map(line -> line(line, by)).toList(),
        line(item.lead(), by),
        value(item.value(), by),
        item.behind());
  }
}
