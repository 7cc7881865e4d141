package org.wwj.template;

/** What is left of a rendering's {@link Limits}. */
final class Budget {
  private final Limits limits;
  private long written;
  private long steps;

  Budget(Limits limits) {
    this.limits = limits;
  }

  /** Counts text; false when it was too much. */
  boolean output(int chars) {
    written += chars;
    return written <= limits.outputChars();
  }

  /** Counts work; false when it was too much. */
  boolean spend(long n) {
    steps += Math.min(n, limits.steps() + 1); // so that no price can overflow
    return steps <= limits.steps();
  }

  long outputChars() {
    return limits.outputChars();
  }

  long valueChars() {
    return limits.valueChars();
  }

  long stepLimit() {
    return limits.steps();
  }

  /** Steps taken so far. */
  long spent() {
    return steps;
  }

  int depth() {
    return limits.depth();
  }
}
