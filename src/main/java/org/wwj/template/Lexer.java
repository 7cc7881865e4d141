package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wwj.template.Token.Kind;

/**
 * Cuts a template's text into tokens; trim markers and comments are dealt with here and never seen
 * by the parser. The first error is a token too and the last one, so that an earlier mistake of the
 * grammar is reported before it.
 */
final class Lexer {
  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final Map<String, Kind> KEYWORDS =
      Map.ofEntries(
          Map.entry("block", Kind.BLOCK),
          Map.entry("break", Kind.BREAK),
          Map.entry("continue", Kind.CONTINUE),
          Map.entry("define", Kind.DEFINE),
          Map.entry("else", Kind.ELSE),
          Map.entry("end", Kind.END),
          Map.entry("if", Kind.IF),
          Map.entry("nil", Kind.NIL),
          Map.entry("range", Kind.RANGE),
          Map.entry("template", Kind.TEMPLATE),
          Map.entry("with", Kind.WITH),
          Map.entry("true", Kind.BOOL),
          Map.entry("false", Kind.BOOL));

  private final String in;
  private final Set<String> functions;
  private final List<Token> tokens = new ArrayList<>();
  private int pos;
  private int parens;
  private boolean done;

  private Lexer(String text, Set<String> functions) {
    this.in = text;
    this.functions = functions;
  }

  /**
   * All tokens; the last is {@link Kind#EOF} or {@link Kind#ERROR}.
   *
   * @param functions a function named {@code break} or {@code continue} hides the keyword
   */
  static List<Token> tokens(String text, Set<String> functions) {
    Lexer lexer = new Lexer(text, functions);
    while (!lexer.done) {
      lexer.text();
    }
    return lexer.tokens;
  }

  private void text() {
    int open = in.indexOf(LEFT, pos);
    int end = open < 0 ? in.length() : open;
    boolean trim = open >= 0 && isTrimMarker(open + 2, '-', open + 3);
    int last = end;
    while (trim && last > pos && isSpace(in.charAt(last - 1))) {
      last--;
    }
    if (last > pos) {
      emit(Kind.TEXT, pos, last);
    }
    if (open < 0) {
      emit(Kind.EOF, end, end);
      done = true;
      return;
    }
    int inside = open + 2 + (trim ? 2 : 0);
    if (in.startsWith("/*", inside)) {
      comment(inside);
      return;
    }
    emit(Kind.LEFT_DELIM, open, open + 2);
    pos = inside;
    parens = 0;
    while (!done && !closed()) {
      inAction();
    }
  }

  private boolean isTrimMarker(int dash, char mark, int space) {
    return Math.max(dash, space) < in.length()
        && in.charAt(dash) == mark
        && isSpace(in.charAt(space));
  }

  private void comment(int start) {
    int end = in.indexOf("*/", start + 2);
    if (end < 0) {
      fail(start, "unclosed comment");
      return;
    }
    pos = end + 2;
    if (!closeAt(start)) {
      fail(start, "comment ends before closing delimiter");
    }
  }

  /** Takes the right delimiter if it is next, and emits it unless a comment began at the start. */
  private boolean closeAt(int commentStart) {
    boolean trim = isTrimMarker(pos + 1, '-', pos) && in.startsWith(RIGHT, pos + 2);
    if (!trim && !in.startsWith(RIGHT, pos)) {
      return false;
    }
    int delim = pos + (trim ? 2 : 0);
    if (commentStart < 0) {
      if (parens > 0) {
        fail(pos, "unclosed left paren");
        return true;
      }
      emit(Kind.RIGHT_DELIM, delim, delim + 2);
    }
    pos = delim + 2;
    while (trim && pos < in.length() && isSpace(in.charAt(pos))) {
      pos++;
    }
    return true;
  }

  private boolean closed() {
    return pos + 1 < in.length() && closeAt(-1);
  }

  private void inAction() {
    if (pos >= in.length()) {
      fail(pos, "unclosed action");
      return;
    }
    int start = pos;
    int c = in.codePointAt(pos);
    switch (c) {
      case ' ', '\t', '\r', '\n' -> spaces();
      case '=' -> emit(Kind.ASSIGN, start, start + 1);
      case ':' -> {
        if (in.startsWith(":=", start)) {
          emit(Kind.DECLARE, start, start + 2);
        } else {
          fail(start, "expected :=");
        }
      }
      case '|' -> emit(Kind.PIPE, start, start + 1);
      case '"' -> quoted(Kind.STRING, "unterminated quoted string");
      case '\'' -> quoted(Kind.CHAR_CONSTANT, "unterminated character constant");
      case '`' -> {
        int end = in.indexOf('`', start + 1);
        if (end < 0) {
          fail(start, "unterminated raw quoted string");
        } else {
          emit(Kind.RAW_STRING, start, end + 1);
        }
      }
      case '(' -> {
        emit(Kind.LEFT_PAREN, start, start + 1);
        parens++;
      }
      case ')' -> {
        if (--parens < 0) {
          fail(start, "unexpected right paren");
        } else {
          emit(Kind.RIGHT_PAREN, start, start + 1);
        }
      }
      case '$' -> word(Kind.VARIABLE);
      default -> other(c);
    }
  }

  private void other(int c) {
    char next = pos + 1 < in.length() ? in.charAt(pos + 1) : 0;
    if (c == '.' && pos + 1 < in.length() && !isDigit(next)) {
      word(Kind.FIELD);
    } else if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
      number();
    } else if (isAlphaNumeric(c)) {
      word(Kind.IDENTIFIER);
    } else if (c < 0x80 && GoString.printable(c)) {
      emit(Kind.CHAR, pos, pos + 1);
    } else {
      fail(pos, "unrecognized character in action: " + shown(c));
    }
  }

  /** A run of spaces, leaving the one before a trimming right delimiter. */
  private void spaces() {
    int start = pos;
    int end = pos;
    while (end < in.length() && isSpace(in.charAt(end))) {
      end++;
    }
    if (end + 2 < in.length() && in.charAt(end) == '-' && in.startsWith(RIGHT, end + 1)) {
      end--;
    }
    emit(Kind.SPACE, start, end);
  }

  private void quoted(Kind kind, String unterminated) {
    int start = pos;
    char quote = in.charAt(start);
    for (int i = start + 1; i < in.length() && in.charAt(i) != '\n'; i++) {
      if (in.charAt(i) == '\\') {
        i++;
        if (i >= in.length() || in.charAt(i) == '\n') {
          break;
        }
      } else if (in.charAt(i) == quote) {
        emit(kind, start, i + 1);
        return;
      }
    }
    fail(start, unterminated);
  }

  private void word(Kind kind) {
    int start = pos;
    int end = kind == Kind.IDENTIFIER ? start : start + 1;
    while (end < in.length() && isAlphaNumeric(in.codePointAt(end))) {
      end += Character.charCount(in.codePointAt(end));
    }
    if (end < in.length() && !isTerminator(end)) {
      fail(start, "bad character " + shown(in.codePointAt(end)));
      return;
    }
    String text = in.substring(start, end);
    Kind found = kind;
    if (kind == Kind.FIELD && end == start + 1) {
      found = Kind.DOT;
    } else if (kind == Kind.IDENTIFIER) {
      Kind keyword = KEYWORDS.getOrDefault(text, Kind.IDENTIFIER);
      boolean loopWord = keyword == Kind.BREAK || keyword == Kind.CONTINUE;
      found = loopWord && functions.contains(text) ? Kind.IDENTIFIER : keyword;
    }
    emit(found, start, end);
  }

  private boolean isTerminator(int at) {
    char c = in.charAt(at);
    return isSpace(c) || ".,|:)(".indexOf(c) >= 0 || in.startsWith(RIGHT, at);
  }

  private void number() {
    int start = pos;
    int end = Numeral.end(in, start);
    boolean good = !isAlphaNumericAt(end);
    boolean pair = good && (at(end) == '+' || at(end) == '-');
    if (pair) {
      end = Numeral.end(in, end);
      good = !isAlphaNumericAt(end) && in.charAt(end - 1) == 'i';
    }
    if (good) {
      emit(Kind.NUMBER, start, end);
      return;
    }
    int shown = end + (isAlphaNumericAt(end) ? Character.charCount(in.codePointAt(end)) : 0);
    fail(start, "bad number syntax: " + GoString.quote(in.substring(start, shown)));
  }

  private boolean isAlphaNumericAt(int index) {
    return index < in.length() && isAlphaNumeric(in.codePointAt(index));
  }

  private char at(int index) {
    return index < in.length() ? in.charAt(index) : 0;
  }

  private void emit(Kind kind, int start, int end) {
    tokens.add(new Token(kind, start, in.substring(start, end)));
    pos = end;
  }

  private void fail(int position, String message) {
    tokens.add(new Token(Kind.ERROR, position, message));
    done = true;
  }

  private static String shown(int code) {
    int c = GoString.character(code);
    String hex = "U+%04X".formatted(c);
    return GoString.printable(c) ? hex + " '" + Character.toString(c) + "'" : hex;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphaNumeric(int c) {
    return c == '_' || Character.isLetter(c) || Character.isDigit(c);
  }
}
