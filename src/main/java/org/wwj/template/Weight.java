package org.wwj.template;

import java.util.List;
import java.util.Map;

/**
 * How much text values could become when a function prints or joins them. Lists may hold one value
 * many times over, so that a few steps make something no memory could print.
 */
final class Weight {
  /** Also what stops a map that holds itself. */
  private static final int MAX_DEPTH = 100;

  private final long maxChars;
  private final long maxVisits;
  private int depth;
  private long chars;
  private long visits;

  Weight(long maxChars, long maxVisits) {
    this.maxChars = maxChars;
    this.maxVisits = maxVisits;
  }

  /**
   * Counts a value and what it holds.
   *
   * @throws TemplateException when it is too much
   */
  void add(Object value) {
    if (++depth > MAX_DEPTH) {
      throw new TemplateException("value nested deeper than " + MAX_DEPTH + " levels");
    }
    visits++;
    switch (value) {
      case String text -> chars += text.length();
      case List<?> list -> list.forEach(e -> add(Values.of(e)));
      case StringMap map -> chars += 32L * map.size();
      case Map<?, ?> map ->
          map.forEach((key, e) -> {
            add(key);
            add(Values.of(e));
          });
      default -> chars += 8;
    }
    if (chars > maxChars || visits > maxVisits) {
      throw new TemplateException("value is larger than the limit of " + maxChars + " characters");
    }
    depth--;
  }

  long chars() {
    return chars;
  }

  long visits() {
    return visits;
  }
}
