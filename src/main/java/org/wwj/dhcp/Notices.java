package org.wwj.dhcp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What admins were told lately, so that a client that retries every few seconds does not fill the
 * log with one sentence. Bounded; confined to the event loop.
 */
final class Notices {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final int LIMIT = 256;

  private final SequencedMap<String, Instant> told = new LinkedHashMap<>();

  /** Whether that sentence is to be told now. */
  boolean isNew(String sentence, Instant now) {
    Instant last = told.get(sentence);
    if (last != null && now.isBefore(last.plus(SILENCE))) {
      return false;
    }
    told.putLast(sentence, now);
    if (told.size() > LIMIT) {
      told.pollFirstEntry();
    }
    return true;
  }
}
