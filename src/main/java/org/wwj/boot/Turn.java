package org.wwj.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine stands with its image: images are sent to some at a time, in order of arrival.
 */
public sealed interface Turn {
  /**
   * It waits.
   *
   * @param before machines whose turn comes first
   * @param eta until its own, or null while nobody can say
   */
  record Waiting(int before, @Nullable Duration eta) implements Turn {
    /** For who watches. */
    public String sentence() {
      return "waiting for its turn (" + words("before it") + ")";
    }

    /** For the machine itself. */
    public String announcement() {
      return words(before == 1 ? "machine before this one" : "machines before this one");
    }

    private String words(String others) {
      String place = before == 0 ? "next" : before + " " + others;
      return eta == null ? place : place + ", about " + Math.max(1, eta.toSeconds()) + " s";
    }
  }

  /**
   * It is being sent its image.
   *
   * @param bytesPerSecond lately
   * @param slow so slowly that others do not wait for it
   */
  record Moving(long bytesPerSecond, boolean slow) implements Turn {}
}
