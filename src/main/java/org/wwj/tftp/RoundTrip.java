package org.wwj.tftp;

import java.util.concurrent.TimeUnit;

/**
 * The estimated round-trip time of one client, and from it how long to wait for an answer (RFC 6298
 * §2 with a floor for loaders that are slow to take a packet from the network card). Times are in
 * nanoseconds.
 */
final class RoundTrip {
  /** Shortest wait before a retransmission. */
  static final long FLOOR = TimeUnit.MILLISECONDS.toNanos(200);

  private final long maxWait;
  private long smoothed = -1;
  private long variation;
  private int backOff;

  /** An estimate that never makes anybody wait longer than that. */
  RoundTrip(long maxWait) {
    this.maxWait = maxWait;
  }

  /** An answer came after that time, to something that was sent only once (Karn's algorithm). */
  void measured(long nanos) {
    if (smoothed < 0) {
      smoothed = nanos;
      variation = nanos / 2;
    } else {
      variation += (Math.abs(smoothed - nanos) - variation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
    backOff = 0;
  }

  /** No answer came in time. */
  void missed() {
    backOff = Math.min(backOff + 1, 16);
  }

  /** The estimate, or the shortest wait while nothing was measured. */
  long estimate() {
    return smoothed < 0 ? FLOOR : smoothed;
  }

  /** How long to wait for an answer before sending again. */
  long patience() {
    long wait = smoothed < 0 ? FLOOR : Math.max(FLOOR, smoothed + 4 * variation);
    return Math.min(wait << backOff, maxWait);
  }
}
