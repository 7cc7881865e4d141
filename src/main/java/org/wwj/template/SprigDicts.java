package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.MAP;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sprig's functions on maps; {@code set}, {@code unset} and {@code merge} change a dict in place.
 */
final class SprigDicts {
  private static final int MAX_DEPTH = 100;

  private SprigDicts() {}

  static void addTo(Map<String, Function> all) {
    all.put("dict", Function.variadic(SprigDicts::dict, ANY).costing(SprigDicts::keysOfDict));
    all.put("get", Function.of(SprigDicts::get, MAP, STRING).light());
    all.put("set", Function.of(SprigDicts::set, MAP, STRING, ANY).light());
    all.put("unset", Function.of(SprigDicts::unset, MAP, STRING).light());
    all.put("hasKey", Function.of(a -> map(a, 0).containsKey(a.get(1)), MAP, STRING).light());
    priced(all, "keys", Function.variadic(SprigDicts::keys, MAP));
    priced(
        all, "values", Function.of(a -> new ArrayList<>(Values.sorted(map(a, 0)).values()), MAP));
    priced(all, "pick", Function.variadic(SprigDicts::pick, STRING, MAP));
    priced(all, "omit", Function.variadic(SprigDicts::omit, STRING, MAP));
    priced(all, "pluck", Function.variadic(SprigDicts::pluck, MAP, STRING));
    all.put("dig", Function.variadic(SprigDicts::dig, ANY).light());
    for (String must : List.of("merge", "mustMerge")) {
      all.put(must, Function.variadic(a -> merge(a, false), MAP, MAP));
    }
    for (String must : List.of("mergeOverwrite", "mustMergeOverwrite")) {
      all.put(must, Function.variadic(a -> merge(a, true), MAP, MAP));
    }
    for (String must : List.of("deepCopy", "mustDeepCopy")) {
      all.put(must, Function.of(a -> copy(a.getFirst(), 0), ANY));
    }
  }

  private static void priced(Map<String, Function> all, String name, Function function) {
    all.put(name, function.costing(Meter::elements));
  }

  private static Map<?, ?> map(List<Object> args, int n) {
    return (Map<?, ?>) args.get(n);
  }

  private static Object dict(List<Object> args) {
    Map<String, Object> dict = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      dict.put(text(args.get(i)), i + 1 < args.size() ? args.get(i + 1) : "");
    }
    return dict;
  }

  /** Values are only put in, but a key of any kind is printed. */
  private static long keysOfDict(List<Object> args) {
    Weight keys = new Weight(Limits.DEFAULT.valueChars(), Limits.DEFAULT.steps());
    for (int i = 0; i < args.size(); i += 2) {
      keys.add(args.get(i));
    }
    return Meter.weighed(keys);
  }

  private static Object get(List<Object> args) {
    Map<?, ?> map = map(args, 0);
    return map.containsKey(args.get(1)) ? Values.of(map.get(args.get(1))) : "";
  }

  private static Object set(List<Object> args) {
    if (args.getFirst() instanceof NilMap) {
      throw new TemplateException("assignment to entry in nil map");
    }
    writable(args.getFirst()).put(text(args, 1), args.get(2));
    return args.getFirst();
  }

  private static Object unset(List<Object> args) {
    if (!(args.getFirst() instanceof NilMap)) {
      writable(args.getFirst()).remove(text(args, 1));
    }
    return args.getFirst();
  }

  /** Only dicts that templates made may be changed: a node's data is shared with other readers. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> writable(Object map) {
    if (map instanceof LinkedHashMap<?, ?>) {
      return (Map<String, Object>) map;
    }
    throw new TemplateException("the map is read-only; change a deepCopy of it");
  }

  /** In Go in any order, here by name. */
  private static Object keys(List<Object> args) {
    List<String> keys = new ArrayList<>();
    args.forEach(map -> keys.addAll(Values.sorted((Map<?, ?>) map).keySet()));
    return GoList.strings(keys);
  }

  private static Object pick(List<Object> args) {
    Map<?, ?> map = map(args, 0);
    Map<String, Object> result = new LinkedHashMap<>();
    for (Object name : args.subList(1, args.size())) {
      if (map.containsKey(name)) {
        result.put((String) name, Values.of(map.get(name)));
      }
    }
    return result;
  }

  private static Object omit(List<Object> args) {
    Map<String, Object> result = new LinkedHashMap<>(Values.sorted(map(args, 0)));
    args.subList(1, args.size()).forEach(result::remove);
    return result;
  }

  private static Object pluck(List<Object> args) {
    List<Object> found = new ArrayList<>();
    for (Object given : args.subList(1, args.size())) {
      Map<?, ?> map = (Map<?, ?>) given;
      if (map.containsKey(args.getFirst())) {
        found.add(Values.of(map.get(args.getFirst())));
      }
    }
    return found;
  }

  private static Object dig(List<Object> args) {
    int keys = args.size() - 2;
    if (keys < 1) {
      throw new TemplateException("dig needs at least three arguments");
    }
    Object value = dict(args.getLast());
    for (Object key : args.subList(0, keys)) {
      if (!(key instanceof String)) {
        throw conversion(key, "string");
      }
    }
    for (Object key : args.subList(0, keys)) {
      Map<?, ?> map = dict(value);
      if (!map.containsKey(key)) {
        return args.get(keys);
      }
      value = Values.of(map.get(key));
    }
    return value;
  }

  private static Map<?, ?> dict(Object value) {
    if (value instanceof Map<?, ?> map && !(map instanceof StringMap)) {
      return map;
    }
    throw conversion(value, "map[string]interface {}");
  }

  private static TemplateException conversion(Object value, String wanted) {
    String type = value == Nil.NIL ? "nil" : Values.typeName(value);
    return new TemplateException(
        "interface conversion: interface {} is " + type + ", not " + wanted);
  }

  private static Object merge(List<Object> args, boolean overwrite) {
    Map<String, Object> target =
        args.getFirst() instanceof NilMap ? new LinkedHashMap<>() : writable(args.getFirst());
    for (Object source : args.subList(1, args.size())) {
      merge(target, Values.sorted((Map<?, ?>) source), overwrite, 0);
    }
    return target;
  }

  /**
   * Adds what the target has not, or has empty; when overwriting, all but an empty list or map over
   * something that is there. Maps that both have are merged.
   */
  private static void merge(
      Map<String, Object> target, Map<String, Object> source, boolean overwrite, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("maps nested deeper than " + MAX_DEPTH + " levels");
    }
    boolean wasEmpty = target.isEmpty();
    source.forEach((key, value) -> {
      Object old = target.getOrDefault(key, Nil.NIL);
      boolean emptied = emptied(old);
      if (value == Nil.NIL) {
        if (overwrite) {
          target.put(key, value);
        }
      } else if (old instanceof StringMap texts && value instanceof Map<?, ?> map && !emptied) {
        mergeNothing(texts, map, overwrite);
      } else if (old instanceof Map<?, ?> && value instanceof Map<?, ?> map && !emptied) {
        merge(writable(old), Values.sorted(map), overwrite, depth + 1);
      } else if (value instanceof List && !emptied) {
        if (overwrite || wasEmpty) {
          target.put(key, value);
        }
      } else if (emptied || (overwrite && !(value instanceof Map))) {
        target.put(key, owned(value));
      }
    });
  }

  /** Go cannot put just any value into a map of texts. */
  private static void mergeNothing(StringMap texts, Map<?, ?> source, boolean overwrite) {
    for (Object key : source.keySet()) {
      if (overwrite || "".equals(texts.getOrDefault(key, ""))) {
        throw new TemplateException(
            "reflect.Value.SetMapIndex: value of type interface {} is not assignable to type"
                + " string");
      }
    }
  }

  /** What the merging library takes for empty: structs are not. */
  private static boolean emptied(Object value) {
    return SprigDefaults.empty(value);
  }

  /** A map that templates may change is shared, as in Go; others are copied so that they may. */
  private static Object owned(Object value) {
    return value instanceof Map<?, ?> map
            && !(map instanceof LinkedHashMap)
            && !(map instanceof StringMap)
        ? copy(map, 0)
        : value;
  }

  private static Object copy(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("value nested deeper than " + MAX_DEPTH + " levels");
    }
    return switch (value) {
      case StringMap map -> map;
      case Map<?, ?> map -> {
        Map<String, Object> result = new LinkedHashMap<>();
        Values.sorted(map).forEach((key, v) -> result.put(key, copy(v, depth + 1)));
        yield result;
      }
      case GoList list when !GoList.elementType(list).equals(GoList.ANY) -> list;
      case List<?> list -> {
        List<Object> result = new ArrayList<>();
        Values.elements(list).forEach(v -> result.add(copy(v, depth + 1)));
        yield result;
      }
      default -> value;
    };
  }
}
