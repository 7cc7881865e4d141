package org.wwj.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's fmt: {@code Sprint}, {@code Sprintln} and {@code Sprintf} with all its complaints. */
final class GoFormat {
  private static final int LARGE = 1_000_000;

  private final String format;
  private final List<Object> args;
  private final Bounded out = new Bounded();
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
    if (value instanceof String text) {
      return text;
    }
    Bounded out = new Bounded();
    FormatVerb.format(value, 'v', new FormatFlags(), out);
    return out.toString();
  }

  /** A value as an action prints it: a pointer to a struct like the struct. */
  static String printed(Object value) {
    String text = value(value);
    return value instanceof Fields && text.startsWith("&") ? text.substring(1) : text;
  }

  /** Operands with spaces between those that are no strings. */
  static String print(List<Object> values) {
    Bounded out = new Bounded();
    boolean previousString = true;
    for (int i = 0; i < values.size(); i++) {
      boolean string = Values.kind(values.get(i)).equals("string");
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
    Bounded out = new Bounded();
    for (int i = 0; i < values.size(); i++) {
      out.append(i == 0 ? "" : " ").append(value(values.get(i)));
    }
    return out.append('\n').toString();
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
    }
    if (!reordered && arg < args.size()) {
      extra(args.subList(arg, args.size()));
    }
    return out.toString();
  }

  private void extra(List<Object> values) {
    String separator = "%!(EXTRA ";
    for (Object value : values) {
      out.append(separator);
      separator = ", ";
      if (value != Nil.NIL) {
        out.append(Values.typeName(value)).append('=');
      }
      out.append(value(value));
    }
    out.append(')');
  }

  private void directive() {
    FormatFlags flags = new FormatFlags();
    goodIndex = true;
    while (at < format.length() && flags.take(format.charAt(at))) {
      at++;
    }
    boolean afterIndex = argumentIndex();
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
    if (peek() == '.' && at + 1 < format.length()) {
      at++;
      goodIndex &= !afterIndex; // "%[3].2d"
      afterIndex = argumentIndex();
      if (peek() == '*') {
        at++;
        Integer precision = star();
        if (precision == null || precision < 0) {
          out.append("%!(BADPREC)");
        } else {
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
    int written = format.codePointAt(at);
    int verb = GoString.character(written);
    at += Character.charCount(written);
    if (verb == '%') {
      out.append('%');
    } else if (!goodIndex) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (arg >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      FormatVerb.format(args.get(arg++), verb, flags, out);
    }
  }

  private char peek() {
    return at < format.length() ? format.charAt(at) : 0;
  }

  /** A number, -1 when there is none; one too large takes the rest of the format with it. */
  private int number() {
    int start = at;
    int value = 0;
    while (peek() >= '0' && peek() <= '9') {
      if (value > LARGE) {
        at = format.length();
        return -1;
      }
      value = value * 10 + (format.charAt(at++) - '0');
    }
    return start == at ? -1 : value;
  }

  /** A width or precision among the arguments; a Java null when it is no good. */
  private @Nullable Integer star() {
    if (arg >= args.size()) {
      return null;
    }
    Object given = Values.plain(args.get(arg++));
    return given instanceof Long value && Math.abs(value) <= LARGE
        ? (Integer) value.intValue()
        : null;
  }

  /** {@code [n]}, which picks the argument; answers whether one was there. */
  private boolean argumentIndex() {
    if (peek() != '[') {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', at);
    if (close < 0 || format.length() - at < 3) {
      goodIndex = false;
      at++;
      return false;
    }
    String digits = format.substring(at + 1, close);
    at = close + 1;
    if (!digits.matches("[0-9]{1,7}")) {
      goodIndex = false;
      return false;
    }
    int index = Integer.parseInt(digits);
    if (index < 1 || index > args.size()) {
      goodIndex = false;
    } else {
      arg = index - 1;
    }
    return true;
  }
}
