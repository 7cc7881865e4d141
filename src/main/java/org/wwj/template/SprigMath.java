package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Sprig's arithmetic: whole numbers unless the name says otherwise; texts are read as numbers. */
final class SprigMath {
  private SprigMath() {}

  static void addTo(Map<String, Function> all) {
    fold(all, "add", (a, b) -> a + b);
    fold(all, "mul", (a, b) -> a * b);
    fold(all, "max", Math::max);
    fold(all, "biggest", Math::max);
    fold(all, "min", Math::min);
    two(all, "sub", (a, b) -> a - b);
    two(all, "div", (a, b) -> a / divisor(b));
    two(all, "mod", (a, b) -> a % divisor(b));
    all.put("add1", Function.of(a -> whole(a.getFirst()) + 1, ANY));
    foldFloat(all, "addf", (a, b) -> a + b);
    foldFloat(all, "subf", (a, b) -> a - b);
    foldFloat(all, "mulf", (a, b) -> a * b);
    foldFloat(all, "divf", (a, b) -> a / b);
    foldFloat(all, "maxf", Math::max);
    foldFloat(all, "minf", Math::min);
    single(all, "ceil", Math::ceil);
    single(all, "floor", Math::floor);
    all.put("round", Function.variadic(SprigMath::round, ANY, ANY, ANY));
    all.put("int", Function.of(a -> whole(a.getFirst()), ANY));
    all.put("int64", Function.of(a -> whole(a.getFirst()), ANY));
    all.put("float64", Function.of(a -> floating(a.getFirst()), ANY));
    all.put("atoi", Function.of(a -> atoi(text(a, 0)), STRING));
    all.put("toDecimal", Function.of(a -> octal(text(a.getFirst())), ANY));
  }

  private static void fold(Map<String, Function> all, String name, LongBinaryOperator operator) {
    all.put(
        name,
        Function.variadic(
            a -> a.stream().mapToLong(SprigMath::whole).reduce(operator).orElse(0), ANY));
  }

  private static void two(Map<String, Function> all, String name, LongBinaryOperator operator) {
    all.put(
        name, Function.of(a -> operator.applyAsLong(whole(a.get(0)), whole(a.get(1))), ANY, ANY));
  }

  private static void foldFloat(
      Map<String, Function> all, String name, DoubleBinaryOperator operator) {
    all.put(
        name,
        Function.variadic(
            a -> a.stream().mapToDouble(SprigMath::floating).reduce(operator).orElse(0), ANY));
  }

  private static void single(Map<String, Function> all, String name, DoubleUnaryOperator operator) {
    all.put(name, Function.of(a -> operator.applyAsDouble(floating(a.getFirst())), ANY));
  }

  private static long divisor(long value) {
    if (value == 0) {
      throw new TemplateException("runtime error: integer divide by zero");
    }
    return value;
  }

  static long whole(Object value) {
    return switch (Values.plain(value)) {
      case Long l -> l;
      case Double d -> d.longValue();
      case Boolean b -> b ? 1 : 0;
      case String s -> parsed(s);
      default -> 0;
    };
  }

  private static long parsed(String text) {
    try {
      return Numbers.integer(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return 0;
    }
  }

  private static double floating(Object value) {
    return switch (Values.plain(value)) {
      case Long l -> l;
      case Double d -> d;
      case Boolean b -> b ? 1 : 0;
      case String s -> {
        try {
          yield Double.parseDouble(s);
        } catch (NumberFormatException e) {
          yield 0;
        }
      }
      default -> 0;
    };
  }

  private static Object atoi(String text) {
    try {
      return text.matches("[+-]?\\d{1,19}") ? Long.parseLong(text) : 0L;
    } catch (NumberFormatException e) {
      return 0L;
    }
  }

  private static Object octal(String text) {
    try {
      return Long.parseLong(text, 8);
    } catch (NumberFormatException e) {
      return 0L;
    }
  }

  /** Rounds half away from zero, or up from a threshold given as the third argument. */
  private static Object round(List<Object> args) {
    double value = floating(args.getFirst());
    double threshold = args.size() > 2 ? floating(args.get(2)) : 0.5;
    if (!Double.isFinite(value)) {
      return value;
    }
    double power = Math.pow(10, (double) whole(args.get(1)));
    double digit = power * value;
    double fraction = digit - (long) digit;
    double rounded =
        Math.abs(fraction) >= threshold
            ? (fraction >= 0 ? Math.ceil(digit) : Math.floor(digit))
            : new BigDecimal(digit).setScale(0, RoundingMode.DOWN).doubleValue();
    return rounded / power;
  }
}
