package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Sprig.number;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sprig's functions on lists; none changes the list it is given. */
final class SprigLists {
  private SprigLists() {}

  static void addTo(Map<String, Function> all) {
    all.put("list", Function.variadic(ArrayList::new, ANY).light());
    all.put("tuple", Function.variadic(ArrayList::new, ANY).light());
    one(all, "first", a -> end(list("Cannot find first on type ", a), true));
    one(all, "last", a -> end(list("Cannot find last on type ", a), false));
    one(all, "rest", a -> part(list("Cannot find rest on type ", a), 1, 0));
    one(all, "initial", a -> part(list("Cannot find initial on type ", a), 0, 1));
    one(all, "reverse", a -> reversed(list("Cannot find reverse on type ", a)));
    for (String name : List.of("append", "push")) {
      alias(all, name, Function.of(SprigLists::push, ANY, ANY));
    }
    alias(all, "prepend", Function.of(SprigLists::prepend, ANY, ANY));
    all.put("concat", priced(Function.variadic(SprigLists::concat, ANY)));
    Sprig.alias(all, "uniq", Function.of(SprigLists::unique, ANY));
    Sprig.alias(all, "without", Function.variadic(SprigLists::without, ANY, ANY));
    Sprig.alias(all, "has", Function.of(SprigLists::has, ANY, ANY));
    alias(all, "compact", Function.of(SprigLists::compact, ANY));
    alias(all, "slice", Function.variadic(SprigLists::slice, ANY, ANY));
    alias(all, "chunk", Function.of(SprigLists::chunk, INT, ANY));
  }

  private static void one(Map<String, Function> all, String name, Function.Pure body) {
    alias(all, name, Function.of(body, ANY));
  }

  private static void alias(Map<String, Function> all, String name, Function function) {
    Sprig.alias(all, name, priced(function));
  }

  /** They copy lists, but look into none of the elements. */
  private static Function priced(Function function) {
    return function.costing(Meter::elements);
  }

  private static List<?> list(String complaint, List<Object> args) {
    return list(complaint, args.getFirst());
  }

  /** The value as a list, or Go's complaint with the value's kind. */
  static List<?> list(String complaint, Object value) {
    if (value == Nil.NIL) {
      throw Sprig.nilDereference();
    }
    if (Values.plain(value) instanceof List<?> list) {
      return list;
    }
    throw new TemplateException(complaint + Values.kind(value));
  }

  private static Object end(List<?> list, boolean first) {
    return list.isEmpty() ? Nil.NIL : Values.of(first ? list.getFirst() : list.getLast());
  }

  private static Object part(List<?> list, int skip, int leave) {
    return list.isEmpty()
        ? GoList.nil(GoList.ANY)
        : Values.elements(list.subList(skip, list.size() - leave));
  }

  private static Object reversed(List<?> list) {
    return Values.elements(list.reversed());
  }

  private static Object push(List<Object> args) {
    List<Object> all = Values.elements(list("Cannot push on type ", args));
    all.add(args.get(1));
    Meter.count(all.size());
    return all;
  }

  private static Object prepend(List<Object> args) {
    List<?> list = list("Cannot prepend on type ", args);
    List<Object> all = new ArrayList<>(list.size() + 1);
    all.add(args.get(1));
    all.addAll(Values.elements(list));
    Meter.count(all.size());
    return all;
  }

  private static Object concat(List<Object> args) {
    List<Object> all = new ArrayList<>();
    for (Object arg : args) {
      if (arg != Nil.NIL && !(Values.plain(arg) instanceof List)) {
        throw new TemplateException("Cannot concat type " + Values.kind(arg) + " as list");
      }
      all.addAll(Values.elements(list("", arg)));
      Meter.count(all.size());
    }
    return all.isEmpty() ? GoList.nil(GoList.ANY) : all;
  }

  private static Object unique(List<Object> args) {
    List<Object> kept = new ArrayList<>();
    Map<Integer, List<Object>> seen = new HashMap<>();
    for (Object element : Values.elements(list("Cannot find uniq on type ", args))) {
      List<Object> alike =
          seen.computeIfAbsent(Values.deepHash(element), hash -> new ArrayList<>());
      if (alike.stream().noneMatch(other -> Values.deepEqual(element, other))) {
        alike.add(element);
        kept.add(element);
      }
    }
    return kept;
  }

  private static Object without(List<Object> args) {
    List<Object> left = Values.elements(list("Cannot find without on type ", args));
    List<Object> omitted = args.subList(1, args.size());
    left.removeIf(element -> contains(omitted, element));
    return left;
  }

  private static boolean contains(List<?> list, Object wanted) {
    for (Object element : list) {
      if (Values.deepEqual(wanted, Values.of(element))) {
        return true;
      }
    }
    return false;
  }

  private static Object has(List<Object> args) {
    return args.get(1) != Nil.NIL
        && contains(list("Cannot find has on type ", args.get(1)), args.getFirst());
  }

  private static Object compact(List<Object> args) {
    List<Object> left = Values.elements(list("Cannot compact on type ", args));
    left.removeIf(SprigDefaults::empty);
    return left;
  }

  private static Object slice(List<Object> args) {
    List<?> list = list("list should be type of slice or array but ", args);
    if (list.isEmpty()) {
      return Nil.NIL;
    }
    long from = args.size() > 1 ? Cast.toInt(args.get(1)) : 0;
    long to = args.size() > 2 ? Cast.toInt(args.get(2)) : list.size();
    if (from < 0 || to > list.size() || from > to) {
      throw new TemplateException("reflect.Value.Slice: slice index out of bounds");
    }
    return GoList.slice(list, (int) from, (int) to);
  }

  private static Object chunk(List<Object> args) {
    List<?> list = list("Cannot chunk type ", args.get(1));
    long size = number(args, 0);
    double count = Math.floor((list.size() - 1) / (double) size) + 1;
    if (!(count >= 0 && count <= list.size())) {
      throw new TemplateException("runtime error: makeslice: len out of range");
    }
    List<Object> chunks = new ArrayList<>();
    for (int i = 0; i < (int) count; i++) {
      int from = (int) (i * size);
      int to = (int) Math.min(list.size(), from + size);
      chunks.add(Values.elements(list.subList(from, to)));
    }
    return GoList.of("[]interface {}", chunks);
  }
}
