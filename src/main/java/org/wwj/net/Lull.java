package org.wwj.net;

/**
 * Whether it is worth to wait a moment for the next datagram at its socket: after each time in vain
 * twice as many chances are let go by, up to 256.
 */
final class Lull {
  private static final int MOST_MISSES = 8;

  private int misses;
  private int passes;

  /** Whether to wait at this chance. */
  boolean worthWaiting() {
    if (passes > 0) {
      passes--;
      return false;
    }
    return true;
  }

  /** How a wait ended. */
  void waited(boolean datagramCame) {
    misses = datagramCame ? 0 : Math.min(misses + 1, MOST_MISSES);
    passes = datagramCame ? 0 : 1 << misses;
  }
}
