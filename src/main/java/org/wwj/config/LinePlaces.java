package org.wwj.config;

/** A YAML text as lines: where they begin and end, and where in them a piece ends. */
record LinePlaces(String text) {
  /** Offset behind the colon of a key, -1 when none follows it. */
  int colonAfter(int keyEnd) {
    int i = keyEnd;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (i >= text.length() || text.charAt(i) != ':') {
      return -1;
    }
    return i + 1;
  }

  /** Where the last character of a piece ends; the engine's mark may lie past later comments. */
  int contentEnd(Yaml piece) {
    return switch (piece) {
      case Yaml.Mapping map when !map.flow() && !map.entries().isEmpty() ->
          Math.max(
              contentEnd(map.entries().getLast().value()),
              map.entries().getLast().key().span().end());
      case Yaml.Sequence list when !list.flow() && !list.items().isEmpty() ->
          Math.max(contentEnd(list.items().getLast()), list.items().getLast().span().start());
      case Yaml.Text block when block.style() == Yaml.Style.BLOCK -> {
        int end = block.span().end();
        while (end > block.span().start() && Character.isWhitespace(text.charAt(end - 1))) {
          end--;
        }
        yield end;
      }
      default -> piece.span().end();
    };
  }

  /** Where a line begins. */
  int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where a line's text ends, before its line end. */
  int lineStop(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end;
  }

  /** Where the next line begins. */
  int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }
}
