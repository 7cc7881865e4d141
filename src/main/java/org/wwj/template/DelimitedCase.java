package org.wwj.template;

import java.util.function.IntPredicate;

/**
 * Words in lower case with a delimiter between them: {@code HTTPServer2go} as {@code
 * http_server_2go}. Digits are drawn to the letters behind them, as the library behind sprig does.
 */
final class DelimitedCase {
  private enum Kind {
    END,
    NUMBER,
    CAPITALISED,
    LETTERS,
    CONNECTOR,
    PUNCTUATION,
    OTHER;

    /** Whether a delimiter may stand before a word of this kind. */
    boolean delimited() {
      return this != CONNECTOR && this != PUNCTUATION;
    }

    boolean joinsNumbers() {
      return this == LETTERS || this == NUMBER;
    }
  }

  private final int[] text;
  private final char delimiter;
  private final StringBuilder out = new StringBuilder();
  private Kind kind = Kind.END;
  private int start;
  private int end;

  DelimitedCase(String text, char delimiter) {
    this.text = text.codePoints().map(GoString::character).toArray();
    this.delimiter = delimiter;
  }

  String text() {
    next();
    while (end < text.length) {
      Kind before = kind;
      if (before != Kind.CONNECTOR) {
        write(kind, start, end);
      }
      int from = start;
      int to = end;
      next();
      switch (before) {
        case NUMBER -> joined();
        case CONNECTOR -> write(before, from, to);
        case PUNCTUATION -> {}
        default -> betweenWords();
      }
    }
    write(kind, start, end);
    return out.toString();
  }

  /** Words that follow a number without a delimiter. */
  private void joined() {
    while (kind.joinsNumbers()) {
      write(kind, start, end);
      next();
    }
    if (kind != Kind.END && kind.delimited()) {
      out.append(delimiter);
    }
  }

  private void betweenWords() {
    if (kind != Kind.NUMBER) {
      out.append(kind.delimited() ? String.valueOf(delimiter) : "");
      return;
    }
    if (end == text.length) {
      return;
    }
    int from = start;
    int to = end;
    next();
    if (kind != Kind.LETTERS) {
      write(Kind.NUMBER, from, to);
      out.append(kind.delimited() ? String.valueOf(delimiter) : "");
      return;
    }
    out.append(delimiter);
    write(Kind.NUMBER, from, to);
    joined();
  }

  private void write(Kind kind, int from, int to) {
    boolean lower = kind == Kind.CAPITALISED || kind == Kind.CONNECTOR;
    for (int i = from; i < to; i++) {
      int c = text[i];
      if (lower && isConnector(c)) {
        out.append(delimiter);
      } else {
        out.appendCodePoint(lower && isUpper(c) ? Character.toLowerCase(c) : c);
      }
    }
  }

  /** Finds the next word. */
  private void next() {
    start = end;
    kind = Kind.END;
    if (start == text.length) {
      return;
    }
    int c = text[start];
    if (isConnector(c)) {
      take(Kind.CONNECTOR, DelimitedCase::isConnector);
    } else if (isPunctuation(c)) {
      take(Kind.PUNCTUATION, DelimitedCase::isPunctuation);
    } else if (isUpper(c)) {
      capitalised();
    } else if (isLetter(c)) {
      take(Kind.LETTERS, DelimitedCase::isSmall);
    } else if (isNumber(c)) {
      take(Kind.NUMBER, DelimitedCase::isNumber);
    } else {
      take(Kind.OTHER, o -> !isConnector(o) && !isLetter(o) && !isNumber(o) && !isPunctuation(o));
    }
  }

  private void take(Kind found, IntPredicate more) {
    kind = found;
    end = start + 1;
    while (end < text.length && more.test(text[end])) {
      end++;
    }
  }

  /** Capitals, of which the last begins the next word if small letters follow; or one and these. */
  private void capitalised() {
    take(Kind.CAPITALISED, DelimitedCase::isUpper);
    boolean lettersFollow = end < text.length && isSmall(text[end]);
    if (!lettersFollow) {
      return;
    }
    if (end > start + 1) {
      end--;
      return;
    }
    while (end < text.length && isSmall(text[end])) {
      end++;
    }
  }

  static boolean isConnector(int c) {
    return c == '-' || c == '_' || SprigStrings.isSpace(c);
  }

  private static boolean isUpper(int c) {
    return Character.getType(c) == Character.UPPERCASE_LETTER;
  }

  private static boolean isSmall(int c) {
    return isLetter(c) && !isUpper(c);
  }

  /** A letter of an alphabet: Chinese characters are none. */
  private static boolean isLetter(int c) {
    boolean chinese =
        (c >= 0x4e00 && c <= 0x9fcc)
            || (c >= 0x3400 && c <= 0x4d85)
            || (c >= 0x20000 && c <= 0x2b81d);
    return Character.isLetter(c) && !chinese;
  }

  private static boolean isNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
