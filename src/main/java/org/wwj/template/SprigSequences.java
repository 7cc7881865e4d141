package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Sprig.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sprig's lists of numbers and of sorted texts. */
final class SprigSequences {
  private SprigSequences() {}

  static void addTo(Map<String, Function> all) {
    all.put(
        "until", Function.of(a -> numbers(steps(0, number(a, 0), number(a, 0) < 0 ? -1 : 1)), INT));
    all.put(
        "untilStep",
        Function.of(a -> numbers(steps(number(a, 0), number(a, 1), number(a, 2))), INT, INT, INT));
    all.put("seq", Function.variadic(SprigSequences::sequence, INT));
    all.put(
        "sortAlpha", Function.of(SprigSequences::sortAlpha, ANY).costing(SprigSequences::sorting));
  }

  private static GoList numbers(List<Long> numbers) {
    return GoList.of("int", numbers);
  }

  private static List<Long> steps(long start, long stop, long step) {
    List<Long> numbers = new ArrayList<>();
    if (stop < start ? step >= 0 : step <= 0) {
      return numbers;
    }
    for (long i = start; stop < start ? i > stop : i < stop; i += step) {
      numbers.add(i);
      Meter.count(numbers.size());
    }
    return numbers;
  }

  /** Numbers with both ends, as text: the shell's {@code seq}. */
  private static Object sequence(List<Object> args) {
    if (args.isEmpty() || args.size() > 3) {
      return "";
    }
    long start = args.size() == 1 ? 1 : number(args, 0);
    long end = number(args, args.size() - 1);
    long beyond = end < start ? end - 1 : end + 1;
    long step = args.size() == 3 ? number(args, 1) : end < start ? -1 : 1;
    if (end < start && step > 0) {
      return "";
    }
    return SprigStrings.join(
        " ", steps(start, beyond, step).stream().map(String::valueOf).toList());
  }

  private static Object sortAlpha(List<Object> args) {
    List<String> texts =
        args.getFirst() == Nil.NIL ? List.of("<nil>") : SprigStrings.strings(args.getFirst());
    return GoList.strings(texts.stream().sorted(Values::compareBytes).toList());
  }

  /** A comparison of a few characters for each element and power of two. */
  private static long sorting(List<Object> args) {
    long elements = Meter.elements(args);
    return elements * (64 - Long.numberOfLeadingZeros(elements));
  }
}
