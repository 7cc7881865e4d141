package org.wwj.template;

import java.util.List;
import java.util.Map;

/** Go's comparison functions and their rules of which kinds compare. */
final class Comparison {
  private Comparison() {}

  /** Go's basic kinds; numbers with and without sign compare with each other. */
  private enum Kind {
    NONE,
    BOOL,
    COMPLEX,
    INT,
    FLOAT,
    STRING
  }

  private static Kind kind(Object value) {
    return switch (Values.plain(value)) {
      case Boolean b -> Kind.BOOL;
      case GoComplex c -> Kind.COMPLEX;
      case Long l -> Kind.INT;
      case Double d -> Kind.FLOAT;
      case String s -> Kind.STRING;
      default -> Kind.NONE;
    };
  }

  /** Whether the first equals any of the others. */
  static Object eq(List<Object> args) {
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

  static boolean equal(Object a, Object b) {
    Kind kind = kind(a);
    if (kind != kind(b)) {
      if (Values.isNil(a) || Values.isNil(b)) {
        return false;
      }
      throw new TemplateException("incompatible types for comparison");
    }
    return switch (kind) {
      case NONE -> same(a, b);
      case INT -> order(a, b) == 0;
      case FLOAT ->
          ((Double) Values.plain(a)).doubleValue() == ((Double) Values.plain(b)).doubleValue();
      default -> Values.plain(a).equals(Values.plain(b));
    };
  }

  private static boolean same(Object a, Object b) {
    boolean kindsFit = Values.kind(a).equals(Values.kind(b)) || Values.isNil(a) || Values.isNil(b);
    if (!kindsFit) {
      throw new TemplateException(
          "non-comparable types "
              + shown(a)
              + ": "
              + Values.typeName(a)
              + ", "
              + Values.typeName(b)
              + ": "
              + GoFormat.value(b));
    }
    if (isNil(a) || isNil(b)) {
      return isNil(a) == isNil(b);
    }
    if (b instanceof List || b instanceof Map || b instanceof Function) {
      throw new TemplateException("non-comparable type " + shown(b) + ": " + Values.typeName(b));
    }
    return a.equals(b);
  }

  private static boolean isNil(Object value) {
    return Values.isNil(value)
        || value instanceof NilMap
        || value instanceof NilPointer
        || (value instanceof List<?> list && GoList.isNil(list));
  }

  private static String shown(Object value) {
    return GoFormat.printf("%s", List.of(value));
  }

  static boolean less(Object a, Object b) {
    Kind first = kind(a);
    Kind second = kind(b);
    if (first == Kind.NONE || second == Kind.NONE) {
      throw new TemplateException("invalid type for comparison");
    }
    if (first != second) {
      throw new TemplateException("incompatible types for comparison");
    }
    return switch (first) {
      case INT -> order(a, b) < 0;
      case FLOAT -> (Double) Values.plain(a) < (Double) Values.plain(b);
      case STRING -> Values.compareBytes((String) Values.plain(a), (String) Values.plain(b)) < 0;
      default -> throw new TemplateException("invalid type for comparison");
    };
  }

  static boolean lessOrEqual(Object a, Object b) {
    return less(a, b) || equal(a, b);
  }

  private static int order(Object a, Object b) {
    long x = (Long) Values.plain(a);
    long y = (Long) Values.plain(b);
    boolean hugeX = x < 0 && a instanceof GoInt i && i.isUnsigned();
    boolean hugeY = y < 0 && b instanceof GoInt i && i.isUnsigned();
    return hugeX == hugeY ? Long.compare(x, y) : hugeX ? 1 : -1;
  }
}
