package org.wwj.http;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the files are that leave by one event loop, each counted from the average when it began.
 * Sockets take more at one turn than at another, so that some get ahead though all have as many
 * turns; who is ahead lets one turn pass. A small start-time fair queueing (Goyal, Vin and Cheng,
 * 1996). Confined to its event loop.
 */
final class Shares {
  /** So many bytes one may be ahead: half of the largest turn. */
  private static final long LEEWAY = Pacing.SLICE / 2;

  /** Who is further behind does not count: a slow client, or one that takes nothing at all. */
  private static final long BEHIND = 2 * LEEWAY;

  /** Among fewer a turn is little of what each is sent. */
  private static final int MANY = 64;

  private static final FastThreadLocal<Shares> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Shares initialValue() {
          return new Shares();
        }
      };

  private final List<Share> counted = new ArrayList<>();
  private long sum;
  private int looked;

  /** The ones of this thread. */
  static Shares ofLoop() {
    return OF_LOOP.get();
  }

  /** One more, as far as the others are on average. */
  Share join() {
    Share share = new Share();
    share.count(average());
    return share;
  }

  private long average() {
    return counted.isEmpty() ? 0 : sum / counted.size();
  }

  /** Those of one file. */
  final class Share {
    private static final int NOWHERE = -1;

    private long at;
    private int place = NOWHERE;
    private boolean waited;

    private Share() {}

    /** Whether it lets this turn pass; never two after each other, as the others may be slow. */
    boolean waits() {
      waited = !waited && place != NOWHERE && at > average() + LEEWAY;
      return waited;
    }

    /** Whether there are many others. */
    boolean ofMany() {
      return counted.size() > MANY;
    }

    /**
     * So many bytes have left. One after the other it is seen whether others are far behind, or
     * else the average would stay with them, and all others were ahead of it for good.
     */
    void moved(int bytes) {
      if (place == NOWHERE) {
        count(average() - LEEWAY);
      }
      at += bytes;
      sum += bytes;
      looked = (looked + 1) % counted.size();
      Share other = counted.get(looked);
      if (other.at < average() - BEHIND) {
        other.leave();
      }
    }

    private void count(long from) {
      at = from;
      sum += at;
      place = counted.size();
      counted.add(this);
    }

    /** It is over, or is not counted until it moves again. */
    void leave() {
      if (place == NOWHERE) {
        return;
      }
      sum -= at;
      Share last = counted.removeLast();
      if (last != this) {
        counted.set(place, last);
        last.place = place;
      }
      place = NOWHERE;
    }
  }
}
