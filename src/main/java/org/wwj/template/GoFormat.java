package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Go's fmt: {@code Sprint}, {@code Sprintln} and {@code Sprintf} with all its complaints. */
final class GoFormat {
  private static final int MAX_WIDTH = 1_000_000;

  private final String format;
  private final List<Object> args;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int arg;
  private boolean reordered;
  private boolean goodIndex = true;

  private GoFormat(String format, List<Object> args) {
    this.format = format;
    this.args = args;
  }

  /** One value as {@code %v}. */
  static String value(Object value) {
    return value instanceof String text ? text : FormatVerb.format(value, 'v', new FormatFlags());
  }

  /** Operands with spaces between those that are no strings. */
  static String print(List<Object> values) {
    StringBuilder out = new StringBuilder();
    boolean previousString = true;
    for (int i = 0; i < values.size(); i++) {
      boolean string = values.get(i) instanceof String;
      if (i > 0 && !string && !previousString) {
        out.append(' ');
      }
      out.append(value(values.get(i)));
      previousString = string;
    }
    return out.toString();
  }

  /** Operands with spaces between all and a newline. */
  static String println(List<Object> values) {
    List<String> parts = new ArrayList<>();
    values.forEach(v -> parts.add(value(v)));
    return String.join(" ", parts) + "\n";
  }

  /** {@code fmt.Sprintf}. */
  static String printf(String format, List<Object> args) {
    return new GoFormat(format, args).run();
  }

  private String run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      directive();
      Sprig.size(out.length());
    }
    if (!reordered && arg < args.size()) {
      List<String> extra = new ArrayList<>();
      for (Object value : args.subList(arg, args.size())) {
        extra.add(value == Nil.NIL ? "<nil>" : Values.typeName(value) + "=" + value(value));
      }
      out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
    }
    return out.toString();
  }

  private void directive() {
    FormatFlags flags = new FormatFlags();
    goodIndex = true;
    boolean afterIndex;
    while (at < format.length() && flags.take(format.charAt(at))) {
      at++;
    }
    afterIndex = argumentIndex();
    if (peek() == '*') {
      at++;
      Integer width = star();
      if (width == null) {
        out.append("%!(BADWIDTH)");
      } else {
        flags.width(width);
      }
      afterIndex = false;
    } else {
      int number = number();
      if (number >= 0) {
        flags.width(number);
        goodIndex &= !afterIndex; // "%[3]2d"
      }
    }
    precision(flags, afterIndex);
    verb(flags);
  }

  private void precision(FormatFlags flags, boolean indexed) {
    boolean afterIndex = indexed;
    if (peek() == '.') {
      at++;
      goodIndex &= !afterIndex; // "%[3].2d"
      afterIndex = argumentIndex();
      if (peek() == '*') {
        at++;
        Integer precision = star();
        if (precision == null) {
          out.append("%!(BADPREC)");
        } else if (precision >= 0) {
          flags.precision = precision;
        }
        afterIndex = false;
      } else {
        flags.precision = Math.max(0, number());
      }
    }
    if (!afterIndex) {
      argumentIndex();
    }
  }

  private void verb(FormatFlags flags) {
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (!goodIndex) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (arg >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      out.append(FormatVerb.format(args.get(arg++), verb, flags));
    }
  }

  private char peek() {
    return at < format.length() ? format.charAt(at) : 0;
  }

  private int number() {
    int start = at;
    int value = 0;
    while (Character.isDigit(peek()) && value < MAX_WIDTH * 10) {
      value = value * 10 + (format.charAt(at++) - '0');
    }
    return start == at || value > MAX_WIDTH ? -1 : value;
  }

  private @org.jspecify.annotations.Nullable Integer star() {
    if (arg < args.size() && Values.plain(args.get(arg)) instanceof Long value) {
      arg++;
      return Math.abs(value) > MAX_WIDTH ? null : Integer.valueOf(value.intValue());
    }
    arg = Math.min(arg + 1, args.size());
    return null;
  }

  /** {@code [n]}, which picks the argument; answers whether one was there. */
  private boolean argumentIndex() {
    if (peek() != '[') {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', at);
    if (close < 0) {
      goodIndex = false;
      at++;
      return false;
    }
    String digits = format.substring(at + 1, close);
    at = close + 1;
    int index = digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    if (index < 1 || index > args.size()) {
      goodIndex = false;
    } else {
      arg = index - 1;
    }
    return goodIndex;
  }

  static String joined(Map<String, String> pairs, String separator) {
    List<String> parts = new ArrayList<>();
    pairs.forEach((key, value) -> parts.add(key + ":" + value));
    return String.join(separator, parts);
  }
}
