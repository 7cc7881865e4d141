package org.wwj.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Go's {@code index} and {@code slice}. */
final class Indexing {
  private Indexing() {}

  static Object index(List<Object> args) {
    Object item = args.getFirst();
    if (item == Nil.NIL) {
      throw new TemplateException("index of untyped nil");
    }
    for (Object index : args.subList(1, args.size())) {
      item = one(item, index);
    }
    return item;
  }

  private static Object one(Object item, Object index) {
    return switch (Values.plain(item)) {
      case List<?> list -> Values.of(list.get(bounded(index, list.size(), false)));
      case String text -> {
        byte[] bytes = GoString.encode(text);
        yield (long) (bytes[bounded(index, bytes.length, false)] & 0xff);
      }
      case Map<?, ?> map -> {
        if (!(Values.plain(index) instanceof String key)) {
          throw new TemplateException(
              index == Nil.NIL
                  ? "value is nil; should be of type string"
                  : "value has type " + Values.typeName(index) + "; should be string");
        }
        yield map.containsKey(key)
            ? Values.of(map.get(key))
            : map instanceof StringMap ? "" : Nil.NIL;
      }
      case Nil n -> throw new TemplateException("index of nil pointer");
      default -> throw new TemplateException("can't index item of type " + Values.typeName(item));
    };
  }

  private static int bounded(Object index, int length, boolean end) {
    if (index == Nil.NIL) {
      throw new TemplateException("cannot index slice/array with nil");
    }
    int i = Values.index(index, "cannot index slice/array with type ");
    if (i < 0 || i > length || (i == length && !end)) {
      throw new TemplateException("index out of range: " + i);
    }
    return i;
  }

  static Object slice(List<Object> args) {
    Object item = Values.plain(args.getFirst());
    List<Object> bounds = args.subList(1, args.size());
    if (item == Nil.NIL) {
      throw new TemplateException("slice of untyped nil");
    }
    if (bounds.size() > 3) {
      throw new TemplateException("too many slice indexes: " + bounds.size());
    }
    if (item instanceof String text) {
      if (bounds.size() == 3) {
        throw new TemplateException("cannot 3-index slice a string");
      }
      byte[] bytes = GoString.encode(text);
      int[] range = range(bounds, bytes.length);
      return GoString.decode(Arrays.copyOfRange(bytes, range[0], range[1]));
    }
    if (item instanceof List<?> list) {
      int[] range = range(bounds, list.size());
      return Values.elements(list.subList(range[0], range[1]));
    }
    throw new TemplateException("can't slice item of type " + Values.typeName(args.getFirst()));
  }

  private static int[] range(List<Object> bounds, int length) {
    int from = bounds.isEmpty() ? 0 : bounded(bounds.getFirst(), length, true);
    int to = bounds.size() < 2 ? length : bounded(bounds.get(1), length, true);
    if (from > to) {
      throw new TemplateException("invalid slice index: " + from + " > " + to);
    }
    return new int[] {from, to};
  }
}
