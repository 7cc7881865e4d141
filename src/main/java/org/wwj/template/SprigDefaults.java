package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.BOOL;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.text;

import java.util.List;
import java.util.Map;

/** Sprig's functions on absent values, on types, and JSON. */
final class SprigDefaults {
  private SprigDefaults() {}

  static void addTo(Map<String, Function> all) {
    all.put("default", Function.variadic(SprigDefaults::orDefault, ANY, ANY));
    all.put("empty", Function.of(a -> empty(a.getFirst()), ANY));
    all.put(
        "coalesce",
        Function.variadic(a -> a.stream().filter(v -> !empty(v)).findFirst().orElse(Nil.NIL), ANY));
    all.put("all", Function.variadic(a -> a.stream().noneMatch(SprigDefaults::empty), ANY));
    all.put("any", Function.variadic(a -> !a.stream().allMatch(SprigDefaults::empty), ANY));
    all.put(
        "ternary", Function.of(a -> a.get(2).equals(true) ? a.get(0) : a.get(1), ANY, ANY, BOOL));
    all.put("kindOf", Function.of(a -> Values.kind(a.getFirst()), ANY));
    all.put("kindIs", Function.of(a -> Values.kind(a.get(1)).equals(a.get(0)), STRING, ANY));
    all.put("typeOf", Function.of(a -> Values.typeName(a.getFirst()), ANY));
    all.put("typeIs", Function.of(a -> Values.typeName(a.get(1)).equals(a.get(0)), STRING, ANY));
    all.put(
        "typeIsLike",
        Function.of(
            a -> Values.typeName(a.get(1)).replaceFirst("^\\*", "").equals(a.get(0)), STRING, ANY));
    all.put("deepEqual", Function.of(a -> a.get(0).equals(a.get(1)), ANY, ANY));
    all.put(
        "fail",
        Function.of(
            a -> {
              throw new TemplateException(text(a, 0));
            },
            STRING));
    json(all);
  }

  private static void json(Map<String, Function> all) {
    for (String name : List.of("toJson", "mustToJson")) {
      all.put(name, Function.of(a -> JsonWriter.write(a.getFirst(), false, true), ANY));
    }
    for (String name : List.of("toPrettyJson", "mustToPrettyJson")) {
      all.put(name, Function.of(a -> JsonWriter.write(a.getFirst(), true, true), ANY));
    }
    for (String name : List.of("toRawJson", "mustToRawJson")) {
      all.put(name, Function.of(a -> JsonWriter.write(a.getFirst(), false, false), ANY));
    }
  }

  /** The last argument unless it is empty; as a pipe's target it has only one of its own. */
  private static Object orDefault(List<Object> args) {
    return args.size() < 2 || empty(args.get(1)) ? args.getFirst() : args.get(1);
  }

  static boolean empty(Object value) {
    return value instanceof Fields ? false : !Values.truth(value);
  }
}
