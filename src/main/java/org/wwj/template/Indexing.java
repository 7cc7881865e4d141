package org.wwj.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Go's {@code index}, {@code slice} and {@code len}. */
final class Indexing {
  private Indexing() {}

  static Object index(List<Object> args) {
    Object item = args.getFirst();
    if (Values.isNil(item)) {
      throw new TemplateException("index of untyped nil");
    }
    for (Object index : args.subList(1, args.size())) {
      item = one(item, index);
    }
    return item;
  }

  private static Object one(Object item, Object index) {
    return switch (Values.plain(item)) {
      case List<?> list -> Values.of(list.get(bounded(index, list.size(), "slice")));
      case String text -> {
        byte[] bytes = GoString.encode(text);
        yield GoInt.uint8(bytes[bounded(index, bytes.length, "string")] & 0xff);
      }
      case Map<?, ?> map -> {
        if (!(index instanceof String key)) {
          throw new TemplateException(
              Values.isNil(index)
                  ? "value is nil; should be of type string"
                  : "value has type " + Values.typeName(index) + "; should be string");
        }
        yield map.containsKey(key)
            ? Values.of(map.get(key))
            : map instanceof StringMap ? "" : Nil.NIL;
      }
      case Nil n -> throw new TemplateException("index of nil pointer");
      case NilPointer p -> throw new TemplateException("index of nil pointer");
      default ->
          throw new TemplateException("can't index item of type " + pointed(Values.typeName(item)));
    };
  }

  /** The type that is looked at behind a pointer. */
  private static String pointed(String type) {
    return type.startsWith("*") ? type.substring(1) : type;
  }

  private static int bounded(Object index, int length, String what) {
    int i = place(index, length);
    if (i == length) {
      throw new TemplateException("reflect: " + what + " index out of range");
    }
    return i;
  }

  /** A place from the first element to behind the last. */
  private static int place(Object index, int length) {
    if (Values.isNil(index)) {
      throw new TemplateException("cannot index slice/array with nil");
    }
    if (!(Values.plain(index) instanceof Long i)) {
      throw new TemplateException("cannot index slice/array with type " + Values.typeName(index));
    }
    if (i < 0 || i > length) {
      throw new TemplateException("index out of range: " + i);
    }
    return i.intValue();
  }

  static Object slice(List<Object> args) {
    Object item = args.getFirst();
    List<Object> bounds = args.subList(1, args.size());
    if (Values.isNil(item)) {
      throw new TemplateException("slice of untyped nil");
    }
    if (bounds.size() > 3) {
      throw new TemplateException("too many slice indexes: " + bounds.size());
    }
    return switch (Values.plain(item)) {
      case String text -> {
        if (bounds.size() == 3) {
          throw new TemplateException("cannot 3-index slice a string");
        }
        byte[] bytes = GoString.encode(text);
        int[] range = range(bounds, bytes.length);
        yield GoString.decode(Arrays.copyOfRange(bytes, range[0], range[1]));
      }
      case List<?> list -> {
        int[] range = range(bounds, list.size());
        yield GoList.slice(list, range[0], range[1]);
      }
      default -> throw new TemplateException("can't slice item of type " + Values.typeName(item));
    };
  }

  private static int[] range(List<Object> bounds, int length) {
    int[] range = {0, length, length};
    for (int i = 0; i < bounds.size(); i++) {
      range[i] = place(bounds.get(i), length);
    }
    for (int i = 0; i < Math.max(1, bounds.size() - 1); i++) {
      if (range[i] > range[i + 1]) {
        throw new TemplateException("invalid slice index: " + range[i] + " > " + range[i + 1]);
      }
    }
    return range;
  }

  static Object length(Object value) {
    if (value == Values.MISSING) {
      throw new TemplateException("reflect: call of reflect.Value.Type on zero Value");
    }
    return switch (Values.plain(value)) {
      case String s -> (long) GoString.byteLength(s);
      case List<?> list -> (long) list.size();
      case Map<?, ?> map -> (long) map.size();
      case Nil n -> throw new TemplateException("len of nil pointer");
      case NilPointer p -> throw new TemplateException("len of nil pointer");
      default -> throw new TemplateException("len of type " + pointed(Values.typeName(value)));
    };
  }
}
