package org.wwj.template;

import java.math.BigInteger;

/** Values as numbers, as sprig reads them: what is no number is zero. */
final class Cast {
  private Cast() {}

  static long toInt(Object value) {
    return switch (value) {
      case Long l -> l;
      case GoInt i -> i.value();
      case GoNamed n -> n.number();
      case Double d -> truncated(d);
      case Boolean b -> b ? 1 : 0;
      case String s -> parsed(s);
      default -> 0;
    };
  }

  /** What the processors that Go runs on make of a float too large for an integer. */
  private static long truncated(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  private static long parsed(String text) {
    try {
      BigInteger value = Numbers.integer(text.replaceFirst("\\.0+$", ""));
      return Numbers.fitsInt(value) ? value.longValue() : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static double toFloat(Object value) {
    return switch (value) {
      case Long l -> l;
      case GoInt i -> i.value();
      case GoNamed n -> n.number();
      case Double d -> d;
      case Boolean b -> b ? 1 : 0;
      case String s -> {
        try {
          yield Numbers.floating(s);
        } catch (NumberFormatException | ArithmeticException e) {
          yield 0;
        }
      }
      default -> 0;
    };
  }
}
