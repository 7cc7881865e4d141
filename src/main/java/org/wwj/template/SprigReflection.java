package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;

import java.util.Map;

/** Sprig's functions on types. */
final class SprigReflection {
  private SprigReflection() {}

  static void addTo(Map<String, Function> all) {
    all.put("kindOf", Function.of(a -> Values.kind(a.getFirst()), ANY).light());
    all.put(
        "kindIs", Function.of(a -> Values.kind(a.get(1)).equals(a.get(0)), STRING, ANY).light());
    all.put("typeOf", Function.of(a -> Values.typeName(a.getFirst()), ANY).light());
    all.put(
        "typeIs",
        Function.of(a -> Values.typeName(a.get(1)).equals(a.get(0)), STRING, ANY).light());
    all.put(
        "typeIsLike",
        Function.of(a -> isLike((String) a.get(0), Values.typeName(a.get(1))), STRING, ANY)
            .light());
    all.put("deepEqual", Function.of(a -> Values.deepEqual(a.get(0), a.get(1)), ANY, ANY));
  }

  /** The type itself or a pointer to it. */
  private static boolean isLike(String wanted, String type) {
    return type.equals(wanted) || type.equals("*" + wanted);
  }
}
