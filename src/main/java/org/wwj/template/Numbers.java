package org.wwj.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** Numbers as Go's strconv reads them: radix prefixes, underscores, hexadecimal floats. */
final class Numbers {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int MOST_DIGITS = 1000;
  private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);

  private Numbers() {}

  static boolean fitsInt(BigInteger value) {
    return value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0;
  }

  static boolean fitsUnsigned(BigInteger value) {
    return value.signum() >= 0 && value.compareTo(UNSIGNED) < 0;
  }

  /**
   * An integer with Go's prefixes; a bare leading zero means octal.
   *
   * @throws NumberFormatException when it is none
   */
  static BigInteger integer(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    int start = 0;
    if (rest.length() > 1 && rest.charAt(0) == '0') {
      char mark = Character.toLowerCase(rest.charAt(1));
      radix = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
      start = mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1;
    }
    String digits = rest.substring(start).replace("_", "");
    boolean far = digits.length() > MOST_DIGITS; // beyond every type, and slow to read
    if (far || !isAlphanumeric(digits) || !underscoresStandWell(rest)) {
      throw new NumberFormatException(text);
    }
    BigInteger value = new BigInteger(digits, radix);
    return negative ? value.negate() : value;
  }

  private static boolean isAlphanumeric(String digits) {
    return !digits.isEmpty()
        && digits.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
  }

  static boolean isDecimal(String text) {
    return text.matches("[+-]?[0-9]++");
  }

  /** A decimal number; one out of range is the nearest in it. */
  static long clamped(String decimal) {
    boolean negative = decimal.startsWith("-");
    try {
      return Long.parseLong(decimal);
    } catch (NumberFormatException e) {
      return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Underscores stand only between digits, or between a prefix and a digit. */
  private static boolean underscoresStandWell(String text) {
    boolean hex = text.regionMatches(true, 0, "0x", 0, 2);
    boolean prefixed =
        hex || text.regionMatches(true, 0, "0b", 0, 2) || text.regionMatches(true, 0, "0o", 0, 2);
    char before = prefixed ? '0' : '^';
    for (int i = prefixed ? 2 : 0; i < text.length(); i++) {
      char c = Character.toLowerCase(text.charAt(i));
      char sort = c == '_' ? '_' : isDigit(c) || (hex && c >= 'a' && c <= 'f') ? '0' : '!';
      if (sort == '_' ? before != '0' : before == '_' && sort != '0') {
        return false;
      }
      before = sort;
    }
    return before != '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * A floating-point number of 64 bits.
   *
   * @throws NumberFormatException when it is none
   * @throws ArithmeticException when it is too large
   */
  static double floating(String text) {
    String signed = text.toLowerCase(Locale.ROOT);
    String plain = signed.startsWith("+") || signed.startsWith("-") ? signed.substring(1) : signed;
    boolean negative = signed.startsWith("-");
    switch (plain) {
      case "inf", "infinity" -> {
        return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      case "nan" -> {
        return Double.NaN;
      }
      default -> {}
    }
    String digits = plain.replace("_", "");
    boolean good =
        digits.matches("(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:e[+-]?[0-9]++)?+")
            || digits.matches("0x(?:[0-9a-f]++(?:\\.[0-9a-f]*+)?+|\\.[0-9a-f]++)p[+-]?[0-9]++");
    if (!good || (plain.indexOf('_') >= 0 && !underscoresStandWell(plain))) {
      throw new NumberFormatException(text);
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw new ArithmeticException("out of range");
    }
    return negative ? -value : value;
  }

  /** Whether the value has no fraction and fits a long exactly. */
  static boolean isWhole(double value) {
    return value == Math.rint(value)
        && Math.abs(value) <= 0x1p63
        && new BigDecimal(value).toBigInteger().bitLength() < 64;
  }
}
