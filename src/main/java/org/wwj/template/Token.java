package org.wwj.template;

/**
 * A piece of a template's text.
 *
 * @param position where it starts, in characters
 * @param text as written; for {@link Kind#ERROR} the message
 */
record Token(Kind kind, int position, String text) {
  enum Kind {
    ERROR,
    BOOL,
    CHAR,
    CHAR_CONSTANT,
    ASSIGN,
    DECLARE,
    EOF,
    FIELD,
    IDENTIFIER,
    LEFT_DELIM,
    LEFT_PAREN,
    NUMBER,
    PIPE,
    RAW_STRING,
    RIGHT_DELIM,
    RIGHT_PAREN,
    SPACE,
    STRING,
    TEXT,
    VARIABLE,
    DOT,
    NIL,
    BLOCK,
    BREAK,
    CONTINUE,
    DEFINE,
    ELSE,
    END,
    IF,
    RANGE,
    TEMPLATE,
    WITH
  }

  /** How messages show it. */
  String shown() {
    if (kind == Kind.EOF) {
      return "EOF";
    }
    if (kind == Kind.ERROR) {
      return text;
    }
    if (kind.compareTo(Kind.DOT) >= 0) {
      return "<" + text + ">";
    }
    if (GoString.byteLength(text) <= 10) {
      return GoString.quote(text);
    }
    int shown = Math.min(10, text.codePointCount(0, text.length()));
    return GoString.quote(text.substring(0, text.offsetByCodePoints(0, shown))) + "...";
  }
}
