package org.wwj.delivery;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many images are sent at the same time: as many as fill the link one and a half times, since
 * some are always just beginning or ending. Few let the first nodes run early; too few leave the
 * link idle. What no arithmetic knows, such as clients that take less than their link carries, is
 * found by trying: a few more are let in, and sent away again where that moves no more bytes.
 *
 * <p>Measured with 1,000 clients: in order of arrival, 32 at a time, the mean node has its image in
 * half the time of the last one, which is not later than when all are served at once.
 */
final class Slots {
  /** What a client takes until one has taken more: Gigabit Ethernet's goodput in bytes. */
  private static final double CLIENT = 117e6;

  private static final int MOST = 512;
  private static final int LINK_UNKNOWN = 32;

  /** A link of which this much is used is full. */
  private static final double FULL = 0.8;

  private static final double WORTH_IT = 1.05;
  private static final long TRIAL = 5_000_000_000L;
  private static final long REST = 60_000_000_000L;

  private final IntSupplier set;
  private final LongSupplier link;
  private double fastest = CLIENT;
  private int extra;
  private int trial;
  private double before;
  private long next = Long.MIN_VALUE;

  /**
   * A number of slots.
   *
   * @param set how many, 0 for as many as fill the link
   * @param link what the link carries in bytes per second, 0 when unknown
   */
  Slots(IntSupplier set, LongSupplier link) {
    this.set = set;
    this.link = link;
  }

  int count() {
    int fixed = set.getAsInt();
    return fixed > 0 ? fixed : Math.min(MOST, base() + extra);
  }

  /** Bytes per second, 0 when unknown. */
  long link() {
    return link.getAsLong();
  }

  /** Bytes per second that one client can take, as far as was seen. */
  double fastest() {
    return fastest;
  }

  private int base() {
    long bytes = link.getAsLong();
    return bytes == 0 ? LINK_UNKNOWN : Storm.places((double) bytes, fastest);
  }

  /**
   * Learns from the last second or so.
   *
   * @param now nanoseconds
   * @param total bytes per second to all
   * @param one bytes per second to the fastest of them
   * @param full whether all slots are taken and somebody waits
   */
  void observe(long now, double total, double one, boolean full) {
    fastest = Math.max(fastest, one);
    if (!full) {
      extra -= trial; // what it would have brought nobody can say now
      trial = 0;
      next = now + TRIAL;
    } else if (next == Long.MIN_VALUE) {
      next = now + TRIAL;
    } else if (now >= next) {
      judge(now, total);
    }
  }

  private void judge(long now, double total) {
    if (trial > 0 && total < before * WORTH_IT) {
      extra -= trial;
      trial = 0;
      next = now + REST;
      return;
    }
    long bytes = link.getAsLong();
    trial = bytes > 0 && total >= FULL * bytes ? 0 : Math.max(1, count() / 4);
    extra += trial;
    before = total;
    next = now + TRIAL;
  }
}
