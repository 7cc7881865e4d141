package org.wwj.delivery;

import java.util.concurrent.atomic.AtomicLong;
import org.wwj.net.MacAddress;

/**
 * One node that is being sent its image, by one connection or several. Bytes are counted, and its
 * end is told, by event loops; all else is {@link Admission}'s, and guarded by it.
 */
final class Place {
  final MacAddress mac;
  final long began;
  private volatile boolean begun;
  private volatile long size;
  private final AtomicLong sent = new AtomicLong();
  private long seen;
  private double rate;
  private boolean measured;
  private volatile boolean finished;
  int transfers = 1;
  boolean slow;

  /**
   * A place with one transfer.
   *
   * @param size bytes of its image that the node lacked
   * @param begun whether it had a part of it
   * @param now nanoseconds
   */
  Place(MacAddress mac, long size, boolean begun, long now) {
    this.mac = mac;
    this.size = size;
    this.begun = begun;
    this.began = now;
  }

  void sent(long bytes) {
    sent.addAndGet(bytes);
  }

  long sent() {
    return sent.get();
  }

  /** Bytes that are still to come, at least one. */
  long left() {
    return Math.max(1, size - sent.get());
  }

  /** Another transfer of the node comes to it, of a piece or by a further connection. */
  void join() {
    transfers++;
  }

  /** The node begins anew, with a transfer of the whole. */
  void join(long whole) {
    join();
    size = sent.get() + whole;
    begun = false;
  }

  /** Whether a whole image was sent from here. */
  boolean whole() {
    return !begun && sent.get() >= size;
  }

  /** All that came after a part that the node had has left. */
  void finish() {
    finished = true;
  }

  /** Whether the node has its image, be a part of it from an earlier time. */
  boolean finished() {
    return finished || whole();
  }

  /** Bytes per second lately. */
  double rate() {
    return rate;
  }

  /** Looks at what was sent since the last time; returns it. */
  long measure(double seconds) {
    long now = sent.get();
    long more = now - seen;
    seen = now;
    double latest = more / seconds;
    rate = measured ? rate * 0.6 + latest * 0.4 : latest;
    measured = true;
    return more;
  }
}
