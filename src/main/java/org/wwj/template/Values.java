package org.wwj.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Go's reflection knows of a value: kind, truth, type name, elements. */
final class Values {
  /** No value at all. */
  static final Missing MISSING = Missing.VALUE;

  private static final int MAX_DEPTH = 100;

  private Values() {}

  /** A value from outside in the form the engine uses: no nulls, Long and Double only. */
  static Object of(@Nullable Object value) {
    return switch (value) {
      case null -> Nil.NIL;
      case Integer i -> i.longValue();
      case Short s -> s.longValue();
      case Byte b -> b.longValue();
      case Float f -> f.doubleValue();
      case Collection<?> c when !(c instanceof List) -> new ArrayList<>(c);
      default -> value;
    };
  }

  /** The basic value below a named type. */
  static Object plain(Object value) {
    return value instanceof Scalar scalar ? of(scalar.plain()) : value;
  }

  static boolean isNil(Object value) {
    return value == Nil.NIL || value == MISSING;
  }

  /** Go's rule of {@code if}. */
  static boolean truth(Object value) {
    if (value == MISSING) {
      return false;
    }
    return switch (plain(value)) {
      case Nil n -> false;
      case NilPointer p -> false;
      case Boolean b -> b;
      case Long l -> l != 0;
      case Double d -> d != 0;
      case GoComplex c -> c.real() != 0 || c.imaginary() != 0;
      case String s -> !s.isEmpty();
      case List<?> l -> !l.isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      default -> true;
    };
  }

  /** Go's name of the type, as {@code %T} prints it. */
  static String typeName(Object value) {
    return switch (value) {
      case Nil n -> "<nil>";
      case Boolean b -> "bool";
      case Long l -> "int";
      case Double d -> "float64";
      case GoComplex c -> "complex128";
      case String s -> "string";
      case List<?> l -> "[]" + GoList.elementType(l);
      case StringMap m -> "map[string]string";
      case Map<?, ?> m -> "map[string]interface {}";
      case Fields f -> f.typeName();
      case NilPointer p -> p.typeName();
      case Scalar s -> s.typeName();
      case Function f -> "func()";
      default -> value.getClass().getSimpleName();
    };
  }

  /** Go's {@code reflect.Kind}, as sprig's {@code kindOf} prints it. */
  static String kind(Object value) {
    return switch (value) {
      case Nil n -> "invalid";
      case Boolean b -> "bool";
      case Long l -> "int";
      case Double d -> "float64";
      case GoComplex c -> "complex128";
      case String s -> "string";
      case List<?> l -> "slice";
      case Map<?, ?> m -> "map";
      case Scalar s -> s.kind();
      case Function f -> "func";
      case NilPointer p -> "ptr";
      case Fields f -> f.typeName().startsWith("*") ? "ptr" : "struct";
      default -> value == MISSING ? "invalid" : "struct";
    };
  }

  /** A map's entries by key. */
  static Map<String, Object> sorted(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>(Values::compareBytes);
    map.forEach((key, value) -> sorted.put(String.valueOf(key), of(value)));
    return sorted;
  }

  /** Go's order of strings: by bytes, which is by code points. */
  static int compareBytes(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** The list's elements without nulls. */
  static List<Object> elements(List<?> list) {
    List<Object> elements = new ArrayList<>(list.size());
    list.forEach(e -> elements.add(of(e)));
    return elements;
  }

  /** Go's {@code reflect.DeepEqual}: also the types must be the same. */
  static boolean deepEqual(Object a, Object b) {
    return deepEqual(a, b, 0);
  }

  private static boolean deepEqual(Object a, Object b, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("value nested deeper than " + MAX_DEPTH + " levels");
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()
          || GoList.isNil(x) != GoList.isNil(y)
          || !GoList.elementType(x).equals(GoList.elementType(y))) {
        return false;
      }
      Iterator<?> other = y.iterator();
      for (Object element : x) {
        if (!deepEqual(of(element), of(other.next()), depth + 1)) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      if (x.size() != y.size() || !typeName(x).equals(typeName(y))) {
        return false;
      }
      for (Map.Entry<?, ?> entry : x.entrySet()) {
        if (!y.containsKey(entry.getKey())
            || !deepEqual(of(entry.getValue()), of(y.get(entry.getKey())), depth + 1)) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue();
    }
    return a.equals(b);
  }

  /** The same for all values that are deeply equal. */
  static int deepHash(Object value) {
    return switch (value) {
      case List<?> list -> {
        int hash = list.size();
        for (Object element : list) {
          hash = 31 * hash + deepHash(of(element));
        }
        yield hash;
      }
      case Map<?, ?> map -> {
        int hash = map.size();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          hash += 31 * String.valueOf(entry.getKey()).hashCode() + deepHash(of(entry.getValue()));
        }
        yield hash;
      }
      case Double number -> Double.hashCode(number + 0.0); // one zero for both
      default -> value.hashCode();
    };
  }
}
