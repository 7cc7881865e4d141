package org.wwj.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the nodes that wait get their turn. Each slot serves one node after the other, all at the
 * same rate; so the n-th to come starts when the n-th end of all is reached: first those of the
 * nodes that run now, then after each of them one more an image later.
 *
 * @param slots nodes served at the same time, at least 1
 * @param left bytes that the nodes served now still lack, ascending
 * @param each bytes per second to one of them, 0 when nobody knows
 */
@SuppressWarnings("ArrayRecordComponent") // made for one question, never compared
record Forecast(int slots, long[] left, double each) {
  /**
   * Until the turn of a node.
   *
   * @param before nodes whose turn comes first
   * @param image mean bytes of an image of those and its own
   */
  @Nullable Duration eta(int before, double image) {
    if (each <= 0) {
      return null;
    }
    int idle = Math.max(0, slots - left.length);
    int slot = before % slots;
    double first = slot < idle ? 0 : left[slot - idle];
    int rounds = before / slots;
    double seconds = (first + rounds * image) / each;
    return Duration.ofMillis((long) (1000 * Math.min(seconds, 1e6)));
  }
}
