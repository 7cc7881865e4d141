package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Sprig's functions on lists; none changes the list it is given. */
final class SprigLists {
  private static final int MAX_SEQUENCE = 1_000_000;

  private SprigLists() {}

  static void addTo(Map<String, Function> all) {
    all.put("list", Function.variadic(ArrayList::new, ANY));
    all.put("tuple", Function.variadic(ArrayList::new, ANY));
    alias(all, "first", Function.of(a -> first(elements("first", a.getFirst())), ANY));
    alias(all, "last", Function.of(a -> first(elements("last", a.getFirst()).reversed()), ANY));
    alias(all, "rest", Function.of(a -> tail(elements("rest", a.getFirst())), ANY));
    alias(
        all,
        "initial",
        Function.of(a -> reversed(tail(elements("initial", a.getFirst()).reversed())), ANY));
    for (String name : List.of("append", "push")) {
      alias(all, name, Function.of(a -> plus(elements("push", a.get(0)), a.get(1)), ANY, ANY));
    }
    alias(
        all,
        "prepend",
        Function.of(
            a -> reversed(plus(elements("prepend", a.get(0)).reversed(), a.get(1))), ANY, ANY));
    all.put("concat", Function.variadic(SprigLists::concat, ANY));
    alias(all, "reverse", Function.of(a -> reversed(elements("reverse", a.getFirst())), ANY));
    alias(all, "uniq", Function.of(a -> unique(elements("uniq", a.getFirst())), ANY));
    alias(all, "without", Function.variadic(SprigLists::without, ANY, ANY));
    alias(all, "has", Function.of(SprigLists::has, ANY, ANY));
    alias(all, "compact", Function.of(SprigLists::compact, ANY));
    alias(all, "slice", Function.variadic(SprigLists::slice, ANY, ANY));
    alias(all, "chunk", Function.of(SprigLists::chunk, INT, ANY));
    all.put("sortAlpha", Function.of(SprigLists::sortAlpha, ANY));
    all.put("until", Function.of(a -> steps(0, number(a, 0), number(a, 0) < 0 ? -1 : 1), INT));
    all.put(
        "untilStep",
        Function.of(a -> steps(number(a, 0), number(a, 1), number(a, 2)), INT, INT, INT));
    all.put("seq", Function.variadic(SprigLists::sequence, INT));
    all.put("len", Function.of(a -> Builtins.length(a.getFirst()), ANY));
    all.put(
        "pluck",
        Function.variadic(
            a -> {
              List<Object> found = new ArrayList<>();
              for (Object map : a.subList(1, a.size())) {
                if (map instanceof Map<?, ?> m && m.containsKey(a.getFirst())) {
                  found.add(Values.of(m.get(a.getFirst())));
                }
              }
              return found;
            },
            ANY,
            STRING));
  }

  private static void alias(Map<String, Function> all, String name, Function function) {
    all.put(name, function);
    all.put("must" + Character.toUpperCase(name.charAt(0)) + name.substring(1), function);
  }

  static List<Object> elements(String function, Object value) {
    if (Values.plain(value) instanceof List<?> list) {
      return Values.elements(list);
    }
    throw new TemplateException("Cannot " + function + " on type " + Values.kind(value));
  }

  private static Object first(List<Object> list) {
    return list.isEmpty() ? Nil.NIL : list.getFirst();
  }

  private static List<Object> tail(List<Object> list) {
    return list.isEmpty() ? list : new ArrayList<>(list.subList(1, list.size()));
  }

  private static List<Object> reversed(List<Object> list) {
    return new ArrayList<>(list.reversed());
  }

  private static List<Object> plus(List<Object> list, Object last) {
    List<Object> all = new ArrayList<>(list);
    all.add(last);
    return all;
  }

  private static Object concat(List<Object> args) {
    List<Object> all = new ArrayList<>();
    args.forEach(list -> all.addAll(elements("concat", list)));
    return all;
  }

  private static List<Object> unique(List<Object> list) {
    return new ArrayList<>(new java.util.LinkedHashSet<>(list));
  }

  private static Object without(List<Object> args) {
    List<Object> left = elements("without", args.getFirst());
    left.removeAll(args.subList(1, args.size()));
    return left;
  }

  private static Object has(List<Object> args) {
    return args.get(1) != Nil.NIL && elements("has", args.get(1)).contains(args.getFirst());
  }

  private static Object compact(List<Object> args) {
    List<Object> left = elements("compact", args.getFirst());
    left.removeIf(SprigDefaults::empty);
    return left;
  }

  private static Object slice(List<Object> args) {
    List<Object> list = elements("slice", args.getFirst());
    if (list.isEmpty()) {
      return Nil.NIL;
    }
    int from = args.size() > 1 ? Values.index(args.get(1), "bad index ") : 0;
    int to = args.size() > 2 ? Values.index(args.get(2), "bad index ") : list.size();
    if (from < 0 || to > list.size() || from > to) {
      throw new TemplateException("reflect.Value.Slice: slice index out of bounds");
    }
    return new ArrayList<>(list.subList(from, to));
  }

  private static Object chunk(List<Object> args) {
    List<Object> list = elements("chunk", args.get(1));
    int size = Math.clamp(number(args, 0), 1, Integer.MAX_VALUE);
    List<Object> chunks = new ArrayList<>();
    for (int i = 0; i < list.size(); i += size) {
      chunks.add(new ArrayList<>(list.subList(i, (int) Math.min((long) i + size, list.size()))));
    }
    return chunks;
  }

  private static Object sortAlpha(List<Object> args) {
    List<String> texts = SprigStrings.strings(args.getFirst());
    texts.sort(Values::compareBytes);
    return Collections.unmodifiableList(new ArrayList<Object>(texts));
  }

  private static List<Object> steps(long start, long stop, long step) {
    List<Object> numbers = new ArrayList<>();
    if (step == 0 || (stop < start && step > 0) || (stop > start && step < 0)) {
      return numbers;
    }
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      if (numbers.size() >= MAX_SEQUENCE) {
        throw new TemplateException("more than " + MAX_SEQUENCE + " numbers");
      }
      numbers.add(i);
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
    long step = args.size() == 3 ? number(args, 1) : end < start ? -1 : 1;
    if (step == 0 || (end < start && step > 0) || (end > start && step < 0)) {
      return "";
    }
    return String.join(" ", SprigStrings.strings(steps(start, end + (step > 0 ? 1 : -1), step)));
  }
}
