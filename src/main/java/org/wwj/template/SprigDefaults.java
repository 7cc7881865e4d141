package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.BOOL;

import java.util.List;
import java.util.Map;

/** Sprig's functions on values that may be absent. */
final class SprigDefaults {
  private SprigDefaults() {}

  static void addTo(Map<String, Function> all) {
    all.put("default", Function.variadic(SprigDefaults::orDefault, ANY, ANY).light());
    all.put("empty", Function.of(a -> empty(a.getFirst()), ANY).light());
    all.put(
        "coalesce",
        Function.variadic(a -> a.stream().filter(v -> !empty(v)).findFirst().orElse(Nil.NIL), ANY)
            .light());
    all.put("all", Function.variadic(a -> a.stream().noneMatch(SprigDefaults::empty), ANY).light());
    all.put("any", Function.variadic(a -> !a.stream().allMatch(SprigDefaults::empty), ANY).light());
    all.put(
        "ternary",
        Function.of(a -> a.get(2).equals(true) ? a.get(0) : a.get(1), ANY, ANY, BOOL).light());
  }

  /** The last argument unless it is empty; as a pipe's target it has only one of its own. */
  private static Object orDefault(List<Object> args) {
    return args.size() < 2 || empty(args.get(1)) ? args.getFirst() : args.get(1);
  }

  static boolean empty(Object value) {
    return !Values.truth(value);
  }
}
