package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.text;

import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** Sprig's arithmetic on whole numbers; texts are read as numbers. */
final class SprigMath {
  private SprigMath() {}

  static void addTo(Map<String, Function> all) {
    all.put("add", Function.variadic(a -> fold(a, 0, 0, Long::sum), ANY).light());
    first(all, "mul", (a, b) -> a * b);
    first(all, "max", Math::max);
    first(all, "biggest", Math::max);
    first(all, "min", Math::min);
    two(all, "sub", (a, b) -> a - b);
    two(all, "div", (a, b) -> a / divisor(b));
    two(all, "mod", (a, b) -> a % divisor(b));
    all.put("add1", Function.of(a -> GoInt.int64(Cast.toInt(a.getFirst()) + 1), ANY).light());
    all.put("int", Function.of(a -> Cast.toInt(a.getFirst()), ANY).light());
    all.put("int64", Function.of(a -> GoInt.int64(Cast.toInt(a.getFirst())), ANY).light());
    all.put("atoi", Function.of(a -> decimal(text(a, 0)), STRING));
    all.put("toDecimal", Function.of(a -> GoInt.int64(octal(text(a.getFirst()))), ANY));
  }

  private static void first(Map<String, Function> all, String name, LongBinaryOperator operator) {
    all.put(
        name,
        Function.variadic(a -> fold(a, 1, Cast.toInt(a.getFirst()), operator), ANY, ANY).light());
  }

  private static GoInt fold(List<Object> args, int from, long start, LongBinaryOperator operator) {
    long result = start;
    for (Object arg : args.subList(from, args.size())) {
      result = operator.applyAsLong(result, Cast.toInt(arg));
    }
    return GoInt.int64(result);
  }

  private static void two(Map<String, Function> all, String name, LongBinaryOperator operator) {
    all.put(
        name,
        Function.of(
                a -> GoInt.int64(operator.applyAsLong(Cast.toInt(a.get(0)), Cast.toInt(a.get(1)))),
                ANY,
                ANY)
            .light());
  }

  private static long divisor(long value) {
    if (value == 0) {
      throw new TemplateException("runtime error: integer divide by zero");
    }
    return value;
  }

  /** Go's {@code Atoi} with its error dropped: a number out of range is the nearest one. */
  private static Object decimal(String text) {
    return Numbers.isDecimal(text) ? Numbers.clamped(text) : 0L;
  }

  private static long octal(String text) {
    try {
      return text.matches("[+-]?[0-7]+") ? Long.parseLong(text, 8) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
