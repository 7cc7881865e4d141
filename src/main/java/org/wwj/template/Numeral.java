package org.wwj.template;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number constant. Go lets it be each kind of number that holds it exactly: {@code 1e3} may be
 * given to a function that wants an integer.
 *
 * @param whole as an int, if it is one
 * @param unsigned as a uint64, if it is one
 * @param floating as a float64, if it is one
 * @param complex when it was written with an {@code i}
 */
record Numeral(
    @Nullable Long whole,
    @Nullable Long unsigned,
    @Nullable Double floating,
    @Nullable GoComplex complex) {
  private static final String DECIMAL = "0123456789_";
  private static final String HEX = "0123456789abcdefABCDEF_";
  private static final String OCTAL = "01234567_";
  private static final String BINARY = "01_";

  /** Where the number ends that begins at the place; what follows may still spoil it. */
  static int end(String in, int start) {
    int end = start + ("+-".indexOf(at(in, start)) >= 0 ? 1 : 0);
    String digits = DECIMAL;
    if (at(in, end) == '0') {
      end++;
      char radix = Character.toLowerCase(at(in, end));
      digits = radix == 'x' ? HEX : radix == 'o' ? OCTAL : radix == 'b' ? BINARY : DECIMAL;
      end += digits.equals(DECIMAL) ? 0 : 1;
    }
    end = run(in, end, digits);
    if (at(in, end) == '.') {
      end = run(in, end + 1, digits);
    }
    char exponent = digits.equals(DECIMAL) ? 'e' : digits.equals(HEX) ? 'p' : '.';
    if (Character.toLowerCase(at(in, end)) == exponent) {
      end++;
      end += "+-".indexOf(at(in, end)) >= 0 ? 1 : 0;
      end = run(in, end, DECIMAL);
    }
    return at(in, end) == 'i' ? end + 1 : end;
  }

  private static char at(String in, int index) {
    return index < in.length() ? in.charAt(index) : ' ';
  }

  private static int run(String in, int from, String set) {
    int end = from;
    while (end < in.length() && set.indexOf(in.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  /**
   * Reads one.
   *
   * @throws TemplateException with Go's message
   */
  static Numeral parse(String text) {
    if (text.charAt(0) == '\'') {
      long code = character(text);
      return new Numeral(code, code, (double) code, null);
    }
    if (text.endsWith("i")) {
      return imaginary(text);
    }
    @Nullable BigInteger integer = integer(text);
    if (integer != null && Numbers.fitsInt(integer)) {
      long value = integer.longValue();
      return new Numeral(value, value < 0 ? null : (Long) value, (double) value, null);
    }
    if (integer != null && Numbers.fitsUnsigned(integer) && !text.startsWith("+")) {
      return new Numeral(null, integer.longValue(), integer.doubleValue(), null);
    }
    try {
      return floating(text, Numbers.floating(text));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TemplateException("illegal number syntax: " + GoString.quote(text), e);
    }
  }

  private static @Nullable BigInteger integer(String text) {
    try {
      return Numbers.integer(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Numeral floating(String text, double value) {
    if (text.chars().noneMatch(c -> ".eEpP".indexOf(c) >= 0)) {
      throw new TemplateException("integer overflow: " + GoString.quote(text));
    }
    return new Numeral(whole(value), unsigned(value), value, null);
  }

  private static @Nullable Long whole(double value) {
    return Numbers.isWhole(value) ? (Long) (long) value : null;
  }

  private static @Nullable Long unsigned(double value) {
    return value >= 0 ? whole(value) : null;
  }

  private static long character(String text) {
    String value;
    try {
      value = GoString.unquote(text);
    } catch (TemplateException e) {
      throw new TemplateException("invalid syntax", e);
    }
    if (value.codePointCount(0, value.length()) != 1) {
      throw new TemplateException(
          value.isEmpty() ? "invalid syntax" : "malformed character constant: " + text);
    }
    int code = value.codePointAt(0);
    boolean escaped = text.startsWith("'\\");
    return escaped && GoString.isByte(code) ? code - 0xdc00 : GoString.character(code);
  }

  /** {@code 2i}, or {@code 1+2i}. */
  private static Numeral imaginary(String text) {
    String digits = text.substring(0, text.length() - 1);
    int split = splitAt(digits);
    try {
      double real = split <= 0 ? 0 : Numbers.floating(digits.substring(0, split));
      double imaginary = Numbers.floating(digits.substring(Math.max(0, split)));
      GoComplex value = new GoComplex(real, imaginary);
      return imaginary == 0
          ? new Numeral(whole(real), unsigned(real), real, value)
          : new Numeral(null, null, null, value);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TemplateException(
          split > 0
              ? "syntax error scanning complex number"
              : "illegal number syntax: " + GoString.quote(text),
          e);
    }
  }

  /** Where the second number's sign is, past the first character and no exponent's. */
  private static int splitAt(String digits) {
    boolean hex = digits.regionMatches(true, digits.matches("[+-].*") ? 1 : 0, "0x", 0, 2);
    for (int i = digits.length() - 1; i > 0; i--) {
      char before = Character.toLowerCase(digits.charAt(i - 1));
      boolean sign = digits.charAt(i) == '+' || digits.charAt(i) == '-';
      if (sign && before != 'p' && (hex || before != 'e')) {
        return i;
      }
    }
    return -1;
  }

  /** The value where any type will do: written with a point or an exponent it is a float. */
  Object ideal(String written) {
    if (complex != null) {
      return complex;
    }
    boolean hexInteger =
        written.regionMatches(true, 0, "0x", 0, 2)
            && written.length() > 2
            && written.chars().noneMatch(c -> c == 'p' || c == 'P');
    boolean point = written.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0);
    if (floating != null && !hexInteger && !written.startsWith("'") && point) {
      return floating;
    }
    if (whole != null) {
      return whole;
    }
    throw new TemplateException(written + " overflows int");
  }
}
