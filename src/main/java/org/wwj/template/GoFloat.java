package org.wwj.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as {@code strconv.FormatFloat} writes them. */
final class GoFloat {
  private GoFloat() {}

  /**
   * The number with its sign, {@code +} included.
   *
   * @param verb one of e E f F g G
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
          case 'e', 'E' -> exponent(rounded(magnitude, precision, 1), verb, precision);
          case 'f', 'F' -> fixed(magnitude, precision);
          default -> general(magnitude, verb, precision);
        };
  }

  private static BigDecimal shortest(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros();
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
    out.append(verb).append(power < 0 ? '-' : '+');
    int size = Math.abs(power);
    return out.append(size < 10 ? "0" : "").append(size).toString();
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
}
