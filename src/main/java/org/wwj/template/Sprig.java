package org.wwj.template;

import java.util.HashMap;
import java.util.Map;

/** The functions of sprig 3's text map that wwj offers to templates. */
public final class Sprig {
  private static final Map<String, Function> ALL = collect();

  private Sprig() {}

  /** By name. */
  public static Map<String, Function> functions() {
    return ALL;
  }

  private static Map<String, Function> collect() {
    Map<String, Function> all = new HashMap<>();
    SprigStrings.addTo(all);
    SprigWords.addTo(all);
    SprigRegex.addTo(all);
    SprigDefaults.addTo(all);
    SprigLists.addTo(all);
    SprigDicts.addTo(all);
    SprigMath.addTo(all);
    SprigEncoding.addTo(all);
    SprigPaths.addTo(all);
    return Map.copyOf(all);
  }

  /** Sprig's {@code toString}. */
  static String text(Object value) {
    return GoFormat.value(value);
  }

  /** The n-th argument as text. */
  static String text(java.util.List<Object> args, int n) {
    return (String) args.get(n);
  }

  /** The n-th argument as a whole number. */
  static long number(java.util.List<Object> args, int n) {
    return (Long) args.get(n);
  }

  /** Refuses a result that would not fit into any output. */
  static int size(long length) {
    if (length > Limits.DEFAULT.valueChars()) {
      throw new TemplateException("result is longer than " + Limits.DEFAULT.valueChars());
    }
    return (int) Math.max(0, length);
  }
}
