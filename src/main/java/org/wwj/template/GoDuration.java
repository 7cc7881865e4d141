package org.wwj.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/**
 * Go's {@code time.Duration}.
 *
 * @param nanos its length in nanoseconds
 */
record GoDuration(long nanos) implements Scalar {
  static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          SECOND,
          "m",
          MINUTE,
          "h",
          HOUR);

  /**
   * A text such as {@code -1h30m}.
   *
   * @throws TemplateException with Go's message
   */
  static GoDuration parse(String text) {
    Meter.brief(text);
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return new GoDuration(0);
    }
    BigInteger total = BigInteger.ZERO;
    boolean any = false;
    while (!rest.isEmpty()) {
      int digits = run(rest, 0, "0123456789.");
      String number = rest.substring(0, digits);
      if (!number.matches("[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++")) {
        throw invalid("invalid duration ", text);
      }
      int end = digits;
      while (end < rest.length() && "0123456789.".indexOf(rest.charAt(end)) < 0) {
        end++;
      }
      String unit = rest.substring(digits, end);
      if (unit.isEmpty()) {
        throw invalid("missing unit in duration ", text);
      }
      if (!UNITS.containsKey(unit)) {
        throw invalid("unknown unit " + GoString.quote(unit) + " in duration ", text);
      }
      total =
          total.add(
              new BigDecimal(number).multiply(BigDecimal.valueOf(UNITS.get(unit))).toBigInteger());
      rest = rest.substring(end);
      any = true;
    }
    BigInteger signed = negative ? total.negate() : total;
    if (!any || !Numbers.fitsInt(signed)) {
      throw invalid("invalid duration ", text);
    }
    return new GoDuration(signed.longValue());
  }

  private static int run(String text, int from, String set) {
    int end = from;
    while (end < text.length() && set.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static TemplateException invalid(String what, String text) {
    return new TemplateException("time: " + what + GoString.quote(text));
  }

  /** The nearest multiple, halves away from zero. */
  GoDuration round(long unit) {
    if (unit <= 0) {
      return this;
    }
    long rest = nanos % unit;
    long down = nanos - rest;
    boolean up = Math.abs(rest) + Math.abs(rest) >= unit;
    return new GoDuration(up ? down + (nanos < 0 ? -unit : unit) : down);
  }

  @Override
  public Object plain() {
    return nanos;
  }

  @Override
  public String typeName() {
    return "time.Duration";
  }

  @Override
  public String kind() {
    return "int64";
  }

  @Override
  public Object method(String name) {
    return switch (name) {
      case "Hours" -> nanos / (double) HOUR;
      case "Minutes" -> nanos / (double) MINUTE;
      case "Seconds" -> nanos / (double) SECOND;
      case "Milliseconds" -> GoInt.int64(nanos / 1_000_000);
      case "Microseconds" -> GoInt.int64(nanos / 1_000);
      case "Nanoseconds" -> GoInt.int64(nanos);
      case "Abs" -> new GoDuration(Math.abs(nanos));
      case "Round" ->
          Function.of(a -> round(((GoDuration) a.getFirst()).nanos()), Function.Type.DURATION);
      case "String" -> toString();
      default -> Fields.NO_FIELD;
    };
  }

  @Override
  public String toString() {
    if (nanos == 0) {
      return "0s";
    }
    BigDecimal size = BigDecimal.valueOf(nanos).abs();
    StringBuilder out = new StringBuilder(nanos < 0 ? "-" : "");
    if (size.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
      int digits = size.precision() <= 3 ? 0 : size.precision() <= 6 ? 3 : 6;
      return out.append(plain(size.movePointLeft(digits)))
          .append(digits == 0 ? "ns" : digits == 3 ? "µs" : "ms")
          .toString();
    }
    BigDecimal[] hours = size.divideAndRemainder(BigDecimal.valueOf(HOUR));
    BigDecimal[] minutes = hours[1].divideAndRemainder(BigDecimal.valueOf(MINUTE));
    boolean hourly = hours[0].signum() > 0;
    out.append(hourly ? hours[0].toBigInteger() + "h" : "");
    out.append(hourly || minutes[0].signum() > 0 ? minutes[0].toBigInteger() + "m" : "");
    return out.append(plain(minutes[1].movePointLeft(9))).append('s').toString();
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
