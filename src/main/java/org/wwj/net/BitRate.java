package org.wwj.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A speed of a network link, as switches and network cards state it: powers of ten.
 *
 * @param bitsPerSecond at least 1
 */
public record BitRate(long bitsPerSecond) {
  private static final Pattern WORD = Pattern.compile("(\\d{1,12})([kKMGT]?)(?:bit(?:/s)?|b)?");

  public BitRate {
    if (bitsPerSecond < 1) {
      throw new IllegalArgumentException(bitsPerSecond + " bit/s is no speed");
    }
  }

  /** A speed in Mbit/s, as Linux states that of an interface. */
  public static BitRate ofMegabits(long megabits) {
    return new BitRate(megabits * 1_000_000);
  }

  /**
   * Reads {@code 50M}, {@code 10G} or a number of bits per second.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static BitRate parse(String word) {
    Matcher matcher = WORD.matcher(word.strip());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      long unit =
          switch (matcher.group(2)) {
            case "k", "K" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            default -> 1L;
          };
      if (number > 0 && number <= Long.MAX_VALUE / unit) {
        return new BitRate(number * unit);
      }
    }
    throw new IllegalArgumentException(
        "'" + word + "' is not a speed; write bits per second as in 50M, 1G or 25G");
  }

  /** The same in bytes, rounded up. */
  public long bytesPerSecond() {
    return (bitsPerSecond + 7) / 8;
  }

  @Override
  public String toString() {
    if (bitsPerSecond % 1_000_000_000 == 0) {
      return bitsPerSecond / 1_000_000_000 + " Gbit/s";
    }
    return bitsPerSecond % 1_000_000 == 0
        ? bitsPerSecond / 1_000_000 + " Mbit/s"
        : bitsPerSecond + " bit/s";
  }
}
