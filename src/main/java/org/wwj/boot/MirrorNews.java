package org.wwj.boot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a machine has said of the mirrors it fetches its image from: the server sees none of those
 * bytes. One that says less than is known was late, and changes nothing.
 *
 * @param mirror URL of the one that it asks first
 * @param bytes that came from mirrors in this boot
 * @param bytesPerSecond between the last two reports
 * @param heard when it last said so
 */
record MirrorNews(String mirror, long bytes, long bytesPerSecond, Instant heard) {
  /** What is known after another report. */
  static MirrorNews of(@Nullable MirrorNews before, String mirror, long bytes, Instant now) {
    if (before == null) {
      return new MirrorNews(mirror, bytes, 0, now);
    }
    if (bytes < before.bytes) {
      return before;
    }
    long millis = Math.max(1, Duration.between(before.heard, now).toMillis());
    long rate = Math.round((bytes - before.bytes) * 1000.0 / millis);
    return new MirrorNews(mirror, bytes, rate, now);
  }

  Turn turn() {
    return new Turn.Mirrored(mirror, bytesPerSecond, heard);
  }
}
