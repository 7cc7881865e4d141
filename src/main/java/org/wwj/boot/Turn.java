package org.wwj.boot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine stands with its image: the server sends images to some at a time, in order of
 * arrival; what mirrors send it does not see.
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

  /**
   * It fetches its image from a mirror, as it says now and then itself.
   *
   * @param mirror URL of the one that it asks first
   * @param bytesPerSecond lately, 0 while nobody can say
   * @param heard when it last said so
   */
  record Mirrored(String mirror, long bytesPerSecond, Instant heard) implements Turn {
    /** For who watches. */
    public String sentence() {
      return "fetches from mirror " + mirror;
    }

    /** How long it has said nothing; it should every few seconds. */
    public Duration silent(Instant now) {
      return Duration.between(heard, now);
    }

    /** For who wonders what it does. */
    public String sentence(Instant now) {
      return "%s, last heard %d s ago".formatted(sentence(), Math.max(0, silent(now).toSeconds()));
    }
  }
}
