package org.wwj.delivery;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the nodes that wait get their turn. Each slot serves one node after the other, all at the
 * same rate; so the n-th to come starts when the n-th end of all is reached: first those of the
 * nodes that run now, then after each of them one more an image later.
 *
 * @param crowded seconds until no more nodes run than there are slots
 * @param slots nodes served at the same time, at least 1
 * @param left bytes that the nodes served then still lack, ascending, no more of them than slots
 * @param each bytes per second to one of them, 0 when nobody knows
 */
@SuppressWarnings("ArrayRecordComponent") // made for one question, never compared
record Forecast(double crowded, int slots, long[] left, double each) {
  /**
   * A forecast from what runs now. Those that go on after a cut do so at once, so more may run than
   * there are slots; as many ends as are too many free nothing, and leave their share of the link
   * to the others.
   *
   * @param left bytes that the nodes served now still lack, ascending
   * @param each bytes per second to one of them now, 0 when nobody knows
   * @param most bytes per second that one of them can take
   */
  static Forecast of(int slots, long[] left, double each, double most) {
    int over = left.length - slots;
    if (over <= 0 || each <= 0) {
      return new Forecast(0, slots, left, each);
    }
    double seconds = 0;
    double rate = each;
    long gone = 0;
    for (int i = 0; i < over; i++) {
      seconds += (left[i] - gone) / rate;
      gone = left[i];
      rate = Math.max(each, Math.min(most, each * left.length / (left.length - i - 1)));
    }
    long before = gone;
    long[] still = Arrays.stream(left).skip(over).map(bytes -> bytes - before).toArray();
    return new Forecast(seconds, slots, still, rate);
  }

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
    double seconds = crowded + (first + rounds * image) / each;
    return Duration.ofMillis((long) (1000 * Math.min(seconds, 1e6)));
  }
}
