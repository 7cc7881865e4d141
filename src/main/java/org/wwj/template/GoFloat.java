package org.wwj.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as {@code strconv.FormatFloat} writes them. */
final class GoFloat {
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;

  private GoFloat() {}

  /**
   * The number with its sign, {@code +} included.
   *
   * @param verb one of b e E f g G x X
   * @param precision -1 for the fewest digits that identify the number
   */
  static String format(double value, char verb, int precision) {
    if (Double.isNaN(value)) {
      return "+NaN";
    }
    String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "+";
    double magnitude = Math.abs(value);
    if (Double.isInfinite(magnitude)) {
      return sign + "Inf";
    }
    return sign
        + switch (verb) {
          case 'b' -> binary(magnitude);
          case 'e', 'E' -> exponent(rounded(magnitude, precision, 1), verb, precision);
          case 'f' -> fixed(magnitude, precision);
          case 'x', 'X' -> hex(magnitude, verb, precision);
          default -> general(magnitude, verb, precision);
        };
  }

  /** As {@code %v} prints it. */
  static String text(double value) {
    String text = format(value, 'g', -1);
    return text.startsWith("+") && !Double.isInfinite(value) ? text.substring(1) : text;
  }

  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      // Java always gives the smallest numbers two digits
      BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return one.doubleValue() == value ? one : digits;
    }
    return digits;
  }

  /** Rounded to as many significant digits as the precision and the extra ones. */
  private static BigDecimal rounded(double value, int precision, int extra) {
    if (precision < 0 || value == 0) {
      return shortest(value);
    }
    MathContext context = new MathContext(Math.max(1, precision + extra), RoundingMode.HALF_EVEN);
    return new BigDecimal(value).round(context);
  }

  private static String fixed(double value, int precision) {
    BigDecimal exact = precision < 0 ? shortest(value) : new BigDecimal(value);
    int scale = precision < 0 ? Math.max(0, exact.scale()) : precision;
    return exact.setScale(scale, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String exponent(BigDecimal value, char verb, int precision) {
    String digits = value.unscaledValue().toString();
    int power = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    StringBuilder out = new StringBuilder().append(digits.charAt(0));
    String fraction = digits.substring(1);
    if (precision >= 0) {
      fraction =
          fraction.length() > precision
              ? fraction.substring(0, precision)
              : fraction + "0".repeat(precision - fraction.length());
    }
    if (!fraction.isEmpty()) {
      out.append('.').append(fraction);
    }
    return out.append(verb).append(power(power)).toString();
  }

  /** A signed exponent of at least two digits. */
  private static String power(int power) {
    int size = Math.abs(power);
    return (power < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  private static String general(double value, char verb, int precision) {
    int significant = precision == 0 ? 1 : precision;
    BigDecimal digits =
        (precision < 0 ? shortest(value) : rounded(value, significant, 0)).stripTrailingZeros();
    int count = digits.signum() == 0 ? 1 : digits.precision();
    int point = digits.signum() == 0 ? 1 : digits.precision() - digits.scale();
    int limit = significant > count && count >= point ? count : significant;
    if (precision < 0) {
      limit = 6;
    }
    if (point - 1 < -4 || point - 1 >= limit) {
      return exponent(digits, verb == 'g' ? 'e' : 'E', count - 1);
    }
    return digits.setScale(Math.max(count - point, 0), RoundingMode.HALF_EVEN).toPlainString();
  }

  private static long mantissa(double value) {
    long bits = Double.doubleToLongBits(value);
    long mantissa = bits & MANTISSA;
    return bits >> MANTISSA_BITS == 0 ? mantissa : mantissa | 1L << MANTISSA_BITS;
  }

  /** Mantissa and power of two as whole numbers. */
  private static String binary(double value) {
    int power = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - MANTISSA_BITS;
    return mantissa(value) + "p" + (power < 0 ? "" : "+") + power;
  }

  private static String hex(double value, char verb, int precision) {
    char p = verb == 'X' ? 'P' : 'p';
    if (value == 0) {
      return "0" + verb + "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + p + "+00";
    }
    BigInteger mantissa = BigInteger.valueOf(mantissa(value));
    int power = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
    int missing = MANTISSA_BITS + 1 - mantissa.bitLength();
    mantissa = mantissa.shiftLeft(missing);
    power -= missing;
    if (precision >= 0 && precision < MANTISSA_BITS / 4) {
      int cut = MANTISSA_BITS - 4 * precision;
      BigDecimal kept =
          new BigDecimal(mantissa)
              .divide(new BigDecimal(BigInteger.ONE.shiftLeft(cut)))
              .setScale(0, RoundingMode.HALF_EVEN);
      mantissa = kept.toBigInteger().shiftLeft(cut);
      if (mantissa.bitLength() > MANTISSA_BITS + 1) {
        mantissa = mantissa.shiftRight(1);
        power++;
      }
    }
    String digits = mantissa.toString(16);
    String fraction = digits.substring(1);
    if (precision < 0) {
      fraction = fraction.replaceAll("0+$", "");
    } else if (fraction.length() > precision) {
      fraction = fraction.substring(0, precision);
    } else {
      fraction += "0".repeat(precision - fraction.length());
    }
    String text = digits.charAt(0) + (fraction.isEmpty() ? "" : "." + fraction);
    return "0"
        + verb
        + (verb == 'X' ? text.toUpperCase(java.util.Locale.ROOT) : text)
        + p
        + power(power);
  }
}
