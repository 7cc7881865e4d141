package org.wwj.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much room a regular expression takes once its counted repeats are written out. RE2/J writes
 * them out without a limit; Go refuses repeats of repeats beyond a thousand, and so does this.
 */
final class RegexSize {
  private static final int MAX_REPEAT = 1000;
  private static final int MAX_SIZE = 200_000;
  private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

  private final String in;
  private int at;

  /** Of what the group so far holds: the most repeats within repeats, and the room it takes. */
  private record Piece(long repeats, long size) {
    static final Piece NONE = new Piece(1, 0);

    Piece then(Piece next) {
      return new Piece(Math.max(repeats, next.repeats), size + next.size);
    }

    Piece times(long n) {
      return new Piece(repeats * Math.max(1, n), size * Math.max(1, n));
    }
  }

  private RegexSize(String in) {
    this.in = in;
  }

  /**
   * About how many instructions an expression compiles to.
   *
   * @throws TemplateException when they would take too much room
   */
  static long of(String expression) {
    if (expression.length() > MAX_SIZE) {
      throw tooLarge();
    }
    return new RegexSize(expression).walk();
  }

  private static TemplateException tooLarge() {
    return new TemplateException("error parsing regexp: expression too large");
  }

  private long walk() {
    Deque<Piece> groups = new ArrayDeque<>();
    Piece before = Piece.NONE;
    Piece last = Piece.NONE;
    while (at < in.length()) {
      switch (in.charAt(at)) {
        case '(' -> {
          groups.push(before.then(last));
          before = Piece.NONE;
          last = Piece.NONE;
          at++;
        }
        case ')' -> {
          last = before.then(last);
          before = groups.isEmpty() ? Piece.NONE : groups.pop();
          at++;
        }
        case '{' -> last = repeated(last);
        case '*', '+', '?', '|' -> at++;
        default -> {
          before = before.then(last);
          last = new Piece(1, atom());
        }
      }
      if (before.size() + last.size() > MAX_SIZE) {
        throw tooLarge();
      }
    }
    return before.size() + last.size();
  }

  private Piece repeated(Piece last) {
    Matcher repeat = REPEAT.matcher(in).region(at, in.length());
    if (!repeat.lookingAt()) {
      at++;
      return last; // an ordinary brace
    }
    String most = repeat.group(2) == null || repeat.group(2).isEmpty() ? "" : repeat.group(2);
    long times = Long.parseLong(most.isEmpty() ? repeat.group(1) : most);
    Piece whole = last.times(times);
    if (times <= MAX_REPEAT && whole.repeats() > MAX_REPEAT) {
      throw new TemplateException(
          "error parsing regexp: invalid repeat count: `" + repeat.group() + "`");
    }
    at = repeat.end();
    return times > MAX_REPEAT ? last : whole; // RE2/J complains of the large number itself
  }

  /** Passes a character, an escape, a quotation or a class; answers its size. */
  private int atom() {
    int start = at;
    char c = in.charAt(at++);
    if (c == '\\' && in.startsWith("Q", at)) {
      int end = in.indexOf("\\E", at);
      at = end < 0 ? in.length() : end + 2;
      return at - start;
    }
    if (c == '\\' && at < in.length()) {
      at++;
    } else if (c == '[') {
      characters();
    }
    return 1;
  }

  /** A class up to its closing bracket; the first character may be a bracket itself. */
  private void characters() {
    at += in.startsWith("^", at) ? 1 : 0;
    at += in.startsWith("]", at) ? 1 : 0;
    while (at < in.length() && in.charAt(at) != ']') {
      int named = in.startsWith("[:", at) ? in.indexOf(":]", at) : -1;
      at = named >= 0 ? named + 2 : at + (in.charAt(at) == '\\' ? 2 : 1);
    }
    at++;
  }
}
