package org.wwj.http;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * How far the files are that leave by one event loop, each counted from the average when it began.
 * Sockets take more at one turn than at another, so that some get ahead though all have as many
 * turns; who is ahead lets one turn pass. A small start-time fair queueing (Goyal, Vin and Cheng,
 * 1996). Confined to its event loop.
 */
final class Shares {
  private static final FastThreadLocal<Shares> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Shares initialValue() {
          return new Shares();
        }
      };

  /** Among fewer a turn is little of what each is sent. */
  private static final int MANY = 64;

  private long sum;
  private int count;

  /** The ones of this thread. */
  static Shares ofLoop() {
    return OF_LOOP.get();
  }

  /**
   * One more, as far as the others are on average.
   *
   * @param leeway how many bytes it may be ahead of them
   */
  Share join(long leeway) {
    Share share = new Share(average(), leeway);
    sum += share.at;
    count++;
    return share;
  }

  private long average() {
    return count == 0 ? 0 : sum / count;
  }

  /** Those of one file. */
  final class Share {
    private final long leeway;
    private long at;
    private boolean waited;

    private Share(long at, long leeway) {
      this.at = at;
      this.leeway = leeway;
    }

    /** Whether it lets this turn pass; never two after each other, as the others may be slow. */
    boolean waits() {
      waited = !waited && at > average() + leeway;
      return waited;
    }

    /** Whether there are many others. */
    boolean ofMany() {
      return count > MANY;
    }

    /** So many bytes have left. One that is far behind, by a slow client, does not hold others. */
    void moved(int bytes) {
      long now = Math.max(at + bytes, average() - 2 * leeway);
      sum += now - at;
      at = now;
    }

    /** It is over. */
    void leave() {
      sum -= at;
      count--;
    }
  }
}
