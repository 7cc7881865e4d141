package org.wwj.template;

/**
 * What one rendering may use up, so that a template cannot hang or fill the server.
 *
 * @param outputChars text written, in UTF-16 units
 * @param valueChars the longest text that one function may be given or make
 * @param steps nodes evaluated, and what functions look at and make: {@link Meter} has the prices
 * @param depth nesting of templates that call templates
 */
public record Limits(long outputChars, long valueChars, long steps, int depth) {
  /** 64 Mi characters in all, 8 Mi at a time, 20 million steps, 500 levels. */
  public static final Limits DEFAULT = new Limits(64L << 20, 8L << 20, 20_000_000, 500);

  /** The longest list that one function may make, whatever the other limits. */
  static final int LIST_ELEMENTS = 1_000_000;
}
