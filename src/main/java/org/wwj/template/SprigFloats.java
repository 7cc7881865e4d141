package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.FLOAT;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Sprig.number;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Sprig's arithmetic on floats. The four operations calculate with decimal digits. */
final class SprigFloats {
  private static final int DIVISION_DIGITS = 16;

  private SprigFloats() {}

  static void addTo(Map<String, Function> all) {
    all.put("float64", Function.of(a -> Cast.toFloat(a.getFirst()), ANY).light());
    all.put(
        "add1f",
        decimal(
            Function.of(
                a -> calculated(a.getFirst(), List.of((Object) 1L), BigDecimal::add), ANY)));
    all.put("addf", decimal(Function.variadic(a -> calculated(0.0, a, BigDecimal::add), ANY)));
    operation(all, "subf", BigDecimal::subtract);
    operation(all, "mulf", BigDecimal::multiply);
    operation(all, "divf", SprigFloats::divided);
    fold(all, "maxf", Math::max);
    fold(all, "minf", Math::min);
    single(all, "ceil", Math::ceil);
    single(all, "floor", Math::floor);
    all.put("round", Function.variadic(SprigFloats::round, FLOAT, ANY, INT).light());
  }

  private static void operation(
      Map<String, Function> all, String name, BinaryOperator<BigDecimal> operator) {
    all.put(
        name,
        decimal(
            Function.variadic(
                a -> calculated(a.getFirst(), a.subList(1, a.size()), operator), ANY, ANY)));
  }

  /** Each operand may add the digits of the largest float. */
  private static Function decimal(Function function) {
    return function.costing(args -> Meter.shallow(args) + 8L * args.size() * args.size());
  }

  private static Object calculated(
      Object first, List<Object> rest, BinaryOperator<BigDecimal> operator) {
    BigDecimal result = exact(first);
    for (Object operand : rest) {
      result = operator.apply(result, exact(operand));
    }
    return result.doubleValue();
  }

  private static BigDecimal exact(Object value) {
    double number = Cast.toFloat(value);
    if (!Double.isFinite(number)) {
      throw new TemplateException("Cannot create a Decimal from " + GoFloat.text(number));
    }
    return new BigDecimal(Double.toString(number));
  }

  private static BigDecimal divided(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw new TemplateException("decimal division by 0");
    }
    return a.divide(b, DIVISION_DIGITS, RoundingMode.HALF_UP);
  }

  private static void fold(Map<String, Function> all, String name, DoubleBinaryOperator operator) {
    all.put(
        name,
        Function.variadic(
                a -> a.stream().mapToDouble(Cast::toFloat).reduce(operator).orElse(0), ANY, ANY)
            .light());
  }

  private static void single(Map<String, Function> all, String name, DoubleUnaryOperator operator) {
    all.put(
        name, Function.of(a -> operator.applyAsDouble(Cast.toFloat(a.getFirst())), ANY).light());
  }

  /** Rounds up from a half, or from a threshold given as the third argument. */
  private static Object round(List<Object> args) {
    double threshold = args.size() > 2 ? (Double) args.get(2) : 0.5;
    double power = Math.pow(10, (double) number(args, 1));
    double digit = power * Cast.toFloat(args.getFirst());
    double fraction = digit - (digit < 0 ? Math.ceil(digit) : Math.floor(digit));
    return (fraction >= threshold ? Math.ceil(digit) : Math.floor(digit)) / power;
  }
}
