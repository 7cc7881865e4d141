package org.wwj.template;

/**
 * What one rendering may use up, so that a template cannot hang or fill the server.
 *
 * @param outputChars text written, and the longest string a function may make, in UTF-16 units
 * @param steps nodes evaluated, plus one for each 64 characters or element a function produced
 * @param depth nesting of templates that call templates
 */
public record Limits(long outputChars, long steps, int depth) {
  /** 64 Mi characters, 20 million steps, 500 levels. */
  public static final Limits DEFAULT = new Limits(64L << 20, 20_000_000, 500);
}
