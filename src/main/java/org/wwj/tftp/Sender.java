package org.wwj.tftp;

import org.wwj.delivery.Transfer;

/**
 * The sending side of one transfer, RFC 1350, 2347 and 7440: events in, actions out, with neither
 * socket nor clock of its own. Retransmission is driven by {@link #deadline} alone; a duplicate ACK
 * is never answered one for one (Sorcerer's Apprentice). Times are readings of one monotonic clock
 * in nanoseconds. For use by one thread.
 *
 * <pre>
 *   1 ... acked | acked+1 ... sent | sent+1 ... blocks
 *     received  |     in flight    |   not sent yet
 * </pre>
 */
final class Sender {
  /** {@link #acked} while the OACK waits for its ACK 0. */
  private static final int NEGOTIATING = -1;

  private final int blocks;
  private final int window;
  private final boolean optionAck;
  private final long giveUp;
  private final RoundTrip roundTrip;

  private int acked;
  private int sent;

  /** Highest block in flight when blocks were last sent again: ACKs up to it may be echoes. */
  private int echoes = -1;

  private long flightSent;
  private boolean flightClean;
  private boolean rolledBack;
  private long lastRollBack;
  private long lastProgress;
  private long resent;

  /**
   * A transfer about to start.
   *
   * @param blocks number of DATA packets, the last one short, at least 1
   * @param optionAck whether it starts with an OACK
   * @param giveUp nanoseconds without progress after which the client is taken for dead
   */
  Sender(int blocks, int window, boolean optionAck, long giveUp, RoundTrip roundTrip) {
    this.blocks = blocks;
    this.window = window;
    this.optionAck = optionAck;
    this.giveUp = giveUp;
    this.roundTrip = roundTrip;
  }

  /** The first packets. */
  Action start(long now) {
    lastProgress = now;
    acked = optionAck ? NEGOTIATING : 0;
    return optionAck ? offer(now) : send(1, now);
  }

  /** The client acknowledged up to the block of that number on the wire (16 bits). */
  Action acked(int block, long now) {
    if (acked == NEGOTIATING) {
      if (block != 0) {
        return Action.WAIT;
      }
      progress(0, now);
      return send(1, now);
    }
    // The number on the wire rolls over from 65535 to 0; windows are far smaller than that.
    int ahead = (block - acked) & 0xffff;
    if (ahead == 0) {
      return duplicate(now);
    }
    if (ahead > sent - acked) {
      return Action.WAIT; // an old packet, or an invention
    }
    progress(acked + ahead, now);
    if (acked == blocks) {
      return new Action.Stop(Transfer.End.COMPLETE);
    }
    if (acked == sent || mayRollBack(now)) {
      return send(acked + 1, now);
    }
    // Blocks are in flight and were just sent again: only fill the window up.
    return sent < Math.min(acked + window, blocks) ? send(sent + 1, now) : Action.WAIT;
  }

  /**
   * EDK II sends the ACK of the last good block for each block that comes after a gap, iPXE sends
   * the ACK of the first gap. So the first of them in a flight tells of a loss, if it is not the
   * echo of an earlier one; the others say nothing new.
   */
  private Action duplicate(long now) {
    boolean afterGap = window > 1 && acked > echoes;
    boolean ofThisFlight = now - flightSent >= roundTrip.estimate() / 2;
    return afterGap && ofThisFlight && mayRollBack(now) ? send(acked + 1, now) : Action.WAIT;
  }

  private boolean mayRollBack(long now) {
    return !rolledBack || now - lastRollBack >= roundTrip.estimate();
  }

  private void progress(int block, long now) {
    if (flightClean && block == sent) {
      roundTrip.measured(now - flightSent);
    }
    acked = block;
    lastProgress = now;
  }

  /** The client stopped, whatever the reason it gave. */
  Action refused() {
    return new Action.Stop(Transfer.End.ABORTED);
  }

  /**
   * The client asked for the same file again. If it has acknowledged nothing, the answer was lost
   * and goes out again; otherwise the request is a late copy.
   */
  Action requestedAgain(long now) {
    return unanswered() ? again(now) : Action.WAIT;
  }

  /** Whether the client has acknowledged nothing yet. */
  boolean unanswered() {
    return optionAck ? acked == NEGOTIATING : acked == 0;
  }

  /** Time has passed, perhaps up to the {@link #deadline}. */
  Action timePassed(long now) {
    if (now - lastProgress >= giveUp) {
      return new Action.Stop(Transfer.End.TIMED_OUT);
    }
    if (now - deadline() < 0) {
      return Action.WAIT;
    }
    roundTrip.missed();
    return again(now);
  }

  private Action again(long now) {
    if (acked == NEGOTIATING) {
      echoes = 0; // each copy of the OACK may bring an ACK 0
      resent++;
      Action offer = offer(now);
      flightClean = false;
      return offer;
    }
    return send(acked + 1, now);
  }

  private Action offer(long now) {
    flightSent = now;
    flightClean = true;
    return new Action.SendOptionAck();
  }

  /** Sends from that block up to the end of the window. */
  private Action send(int first, long now) {
    int last = (int) Math.min((long) acked + window, blocks);
    flightClean = first > sent;
    if (first <= sent) {
      resent += Math.min(last, sent) - first + 1;
      echoes = sent;
      rolledBack = true;
      lastRollBack = now;
    }
    flightSent = now;
    sent = Math.max(sent, last);
    return new Action.SendBlocks(first, last);
  }

  /** When to call {@link #timePassed} next. */
  long deadline() {
    long end = lastProgress + giveUp;
    long again = flightSent + roundTrip.patience();
    return again - end < 0 ? again : end;
  }

  /** Blocks the client has acknowledged. */
  int acked() {
    return Math.max(acked, 0);
  }

  /** Whether the client has not answered the OACK yet: an ERROR now only ends a size probe. */
  boolean negotiating() {
    return acked == NEGOTIATING;
  }

  /** When the client last got on. */
  long lastProgress() {
    return lastProgress;
  }

  /** Packets sent more than once so far. */
  long resent() {
    return resent;
  }
}
