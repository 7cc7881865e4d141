package org.wwj.template;

/** Text being made, refused once it is longer than any value may be. */
final class Bounded {
  private final StringBuilder text = new StringBuilder();

  Bounded append(String part) {
    Meter.length((long) text.length() + part.length());
    text.append(part);
    return this;
  }

  Bounded append(String part, int from, int to) {
    Meter.length((long) text.length() + to - from);
    text.append(part, from, to);
    return this;
  }

  Bounded append(char part) {
    text.append(part);
    return this;
  }

  Bounded appendCodePoint(int part) {
    text.appendCodePoint(part);
    return this;
  }

  /** The same text a number of times. */
  Bounded repeat(String part, long times) {
    Meter.length(text.length() + (long) Meter.length(times, part.length()));
    text.repeat(part, (int) Math.max(0, times));
    return this;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  int length() {
    return text.length();
  }

  @Override
  public String toString() {
    Meter.length(text.length());
    return text.toString();
  }
}
