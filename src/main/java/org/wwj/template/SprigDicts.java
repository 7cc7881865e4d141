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
  private SprigDicts() {}

  static void addTo(Map<String, Function> all) {
    all.put("dict", Function.variadic(SprigDicts::dict, ANY));
    all.put("get", Function.of(SprigDicts::get, MAP, STRING));
    all.put("set", Function.of(SprigDicts::set, MAP, STRING, ANY));
    all.put("unset", Function.of(SprigDicts::unset, MAP, STRING));
    all.put("hasKey", Function.of(a -> map(a, 0).containsKey(a.get(1)), MAP, STRING));
    all.put("keys", Function.variadic(SprigDicts::keys, ANY));
    all.put("values", Function.of(a -> new ArrayList<>(Values.sorted(map(a, 0)).values()), MAP));
    all.put("pick", Function.variadic(a -> filtered(a, true), STRING, MAP));
    all.put("omit", Function.variadic(a -> filtered(a, false), STRING, MAP));
    all.put("dig", Function.variadic(SprigDicts::dig, ANY));
    for (String must : List.of("merge", "mustMerge")) {
      all.put(must, Function.variadic(a -> merge(a, false), ANY, MAP));
    }
    for (String must : List.of("mergeOverwrite", "mustMergeOverwrite")) {
      all.put(must, Function.variadic(a -> merge(a, true), ANY, MAP));
    }
    for (String must : List.of("deepCopy", "mustDeepCopy")) {
      all.put(must, Function.of(a -> copy(a.getFirst()), ANY));
    }
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

  private static Object get(List<Object> args) {
    Map<?, ?> map = map(args, 0);
    return map.containsKey(args.get(1)) ? Values.of(map.get(args.get(1))) : "";
  }

  private static Object set(List<Object> args) {
    writable(args.getFirst()).put(text(args, 1), args.get(2));
    return args.getFirst();
  }

  private static Object unset(List<Object> args) {
    writable(args.getFirst()).remove(text(args, 1));
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

  private static Object keys(List<Object> args) {
    List<Object> keys = new ArrayList<>();
    for (Object arg : args) {
      if (!(arg instanceof Map<?, ?> map)) {
        throw new TemplateException(
            "wrong type for value; expected map[string]interface {}; got " + Values.typeName(arg));
      }
      keys.addAll(Values.sorted(map).keySet());
    }
    return keys;
  }

  private static Object filtered(List<Object> args, boolean keep) {
    Map<String, Object> result = new LinkedHashMap<>();
    List<Object> names = args.subList(1, args.size());
    Values.sorted(map(args, 0))
        .forEach((key, value) -> {
          if (names.contains(key) == keep) {
            result.put(key, value);
          }
        });
    return result;
  }

  private static Object dig(List<Object> args) {
    if (args.size() < 3) {
      throw new TemplateException("dig needs at least three arguments");
    }
    Object value = args.getLast();
    for (Object key : args.subList(0, args.size() - 2)) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new TemplateException("dig: " + text(key) + " is asked of a " + Values.kind(value));
      }
      if (!map.containsKey(key)) {
        return args.get(args.size() - 2);
      }
      value = Values.of(map.get(key));
    }
    return value;
  }

  private static Object merge(List<Object> args, boolean overwrite) {
    Map<String, Object> target = writable(args.getFirst());
    for (Object source : args.subList(1, args.size())) {
      if (source instanceof Map<?, ?> map) {
        mergeInto(target, Values.sorted(map), overwrite, 0);
      }
    }
    return target;
  }

  private static void mergeInto(
      Map<String, Object> target, Map<String, Object> source, boolean overwrite, int depth) {
    if (depth > 100) {
      throw new TemplateException("maps nested deeper than 100 levels");
    }
    source.forEach((key, value) -> {
      Object old = target.get(key);
      if (old instanceof LinkedHashMap<?, ?> && value instanceof Map<?, ?> map) {
        mergeInto(writable(old), Values.sorted(map), overwrite, depth + 1);
      } else if (old == null
          || SprigDefaults.empty(old)
          || (overwrite && !SprigDefaults.empty(value))) {
        target.put(key, copy(value));
      }
    });
  }

  private static Object copy(Object value) {
    return copy(value, 0);
  }

  private static Object copy(Object value, int depth) {
    if (depth > 100) {
      throw new TemplateException("value nested deeper than 100 levels");
    }
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> result = new LinkedHashMap<>();
        Values.sorted(map).forEach((key, v) -> result.put(key, copy(v, depth + 1)));
        yield result;
      }
      case List<?> list -> {
        List<Object> result = new ArrayList<>();
        Values.elements(list).forEach(v -> result.add(copy(v, depth + 1)));
        yield result;
      }
      default -> value;
    };
  }
}
