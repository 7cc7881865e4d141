package org.wwj.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Number constants as Go writes them: radix prefixes, underscores, hex floats, characters. */
final class Numbers {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /**
   * A Long when the constant is a whole number, also when written {@code 1e3}; else a Double.
   *
   * @throws TemplateException when it is neither
   */
  static Object parse(String text) {
    if (text.charAt(0) == '\'') {
      return character(text);
    }
    String digits = text.replace("_", "");
    boolean radix = digits.matches("[+-]?0[xXoObB].*");
    try {
      if (radix ? digits.matches("[^.pP]*") : digits.matches("[+-]?\\d+")) {
        return whole(text, digits);
      }
      double value = Double.parseDouble(digits);
      if (Double.isInfinite(value)) {
        throw bad(text);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new TemplateException("illegal number syntax: " + GoString.quote(text), e);
    }
  }

  private static Long whole(String text, String digits) {
    BigInteger value = integer(digits);
    if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
      throw new TemplateException("integer overflow: " + GoString.quote(text));
    }
    return value.longValue();
  }

  /** An integer with Go's prefixes; a bare leading zero means octal. */
  static BigInteger integer(String digits) {
    boolean negative = digits.startsWith("-");
    String rest = negative || digits.startsWith("+") ? digits.substring(1) : digits;
    int radix = 10;
    if (rest.length() > 1 && rest.charAt(0) == '0') {
      radix =
          switch (Character.toLowerCase(rest.charAt(1))) {
            case 'x' -> 16;
            case 'b' -> 2;
            default -> 8;
          };
      rest = rest.substring(Character.isDigit(rest.charAt(1)) ? 1 : 2);
    }
    if (rest.startsWith("-") || rest.startsWith("+")) {
      throw new NumberFormatException(digits);
    }
    BigInteger value = new BigInteger(rest, radix);
    return negative ? value.negate() : value;
  }

  private static Long character(String text) {
    String value = GoString.unquote(text);
    if (value.codePointCount(0, value.length()) != 1) {
      throw new TemplateException("malformed character constant: " + text);
    }
    int code = value.codePointAt(0);
    return (long) (code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code);
  }

  private static TemplateException bad(String text) {
    return new TemplateException("illegal number syntax: " + GoString.quote(text));
  }

  /** Whether the value has no fraction and fits a long exactly. */
  static boolean isWhole(double value) {
    return value == Math.rint(value)
        && Math.abs(value) < 1e18
        && new BigDecimal(value).toBigInteger().bitLength() < 64;
  }
}
