package org.wwj.template;

import java.util.List;
import java.util.Map;

/** Go's comparison functions and their rules of which kinds compare. */
final class Comparison {
  private Comparison() {}

  /** Whether the first equals any of the others. */
  static Object eq(List<Object> args) {
    comparable(args.getFirst());
    if (args.size() < 2) {
      throw new TemplateException("missing argument for comparison");
    }
    for (Object other : args.subList(1, args.size())) {
      if (equal(args.getFirst(), other)) {
        return true;
      }
    }
    return false;
  }

  static boolean equal(Object first, Object second) {
    comparable(first);
    comparable(second);
    Object a = Values.plain(first);
    Object b = Values.plain(second);
    if (a == Nil.NIL || b == Nil.NIL) {
      return a.equals(b);
    }
    if (!sameKind(a, b)) {
      throw new TemplateException("incompatible types for comparison");
    }
    return a.equals(b);
  }

  private static void comparable(Object value) {
    Object plain = Values.plain(value);
    if (plain instanceof List || plain instanceof Map || plain instanceof Function) {
      throw new TemplateException(
          "non-comparable type "
              + FormatVerb.format(value, 's', new FormatFlags())
              + ": "
              + Values.typeName(value));
    }
  }

  private static boolean sameKind(Object a, Object b) {
    return Values.kind(a).equals(Values.kind(b));
  }

  static boolean less(Object first, Object second) {
    return ordered(first, second) < 0;
  }

  static boolean lessOrEqual(Object first, Object second) {
    return ordered(first, second) <= 0;
  }

  private static int ordered(Object first, Object second) {
    Object a = Values.plain(first);
    Object b = Values.plain(second);
    if (!isBasic(a) || !isBasic(b)) {
      throw new TemplateException("invalid type for comparison");
    }
    if (!sameKind(a, b)) {
      throw new TemplateException("incompatible types for comparison");
    }
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x < y ? -1 : x.equals(y) ? 0 : 1;
    }
    if (a instanceof String x && b instanceof String y) {
      return Values.compareBytes(x, y);
    }
    throw new TemplateException("invalid type for comparison");
  }

  private static boolean isBasic(Object value) {
    return value instanceof Boolean
        || value instanceof Long
        || value instanceof Double
        || value instanceof String;
  }
}
