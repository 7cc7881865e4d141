package org.wwj.config;

import java.time.Duration;

/** Times in settings: seconds, or a number with s, m, h or d. */
final class Durations {
  private Durations() {}

  static Duration parse(String word) {
    try {
      String digits = word.substring(0, word.length() - 1);
      return check(
          word,
          switch (word.charAt(word.length() - 1)) {
            case 's' -> Duration.ofSeconds(Long.parseLong(digits));
            case 'm' -> Duration.ofMinutes(Long.parseLong(digits));
            case 'h' -> Duration.ofHours(Long.parseLong(digits));
            case 'd' -> Duration.ofDays(Long.parseLong(digits));
            default -> Duration.ofSeconds(Long.parseLong(word));
          });
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + word + "' is not a time; write seconds, or 30m, 12h, 7d", e);
    }
  }

  private static Duration check(String word, Duration time) {
    if (time.isNegative() || time.isZero() || time.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + word + "' is not a sensible time");
    }
    return time;
  }
}
