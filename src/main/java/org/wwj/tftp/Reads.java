package org.wwj.tftp;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How many datagrams are read with one system call under epoll (recvmmsg): room for twice as many
 * as came last, and no further call after one that did not fill its room. Each place for a datagram
 * costs some work whether one comes or not, and one client in lockstep never sends a second.
 */
final class Reads extends DefaultMaxMessagesRecvByteBufAllocator {
  private static final int LEAST = 2;
  private static final int MOST = 32;

  /** Datagrams before the event loop turns to something else. */
  private static final int PER_TURN = 128;

  private final int datagramSize;

  /** For datagrams of so many bytes at most. */
  Reads(int datagramSize) {
    super(PER_TURN);
    this.datagramSize = datagramSize;
  }

  @Override
  public MaxMessageHandle newHandle() {
    return new MaxMessageHandle() {
      private int places = LEAST;

      @Override
      public int guess() {
        return places * datagramSize;
      }

      // Netty counts the room that datagrams took here, not their lengths.
      @Override
      public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        int came = Math.max(lastBytesRead(), 0) / datagramSize;
        places = Math.clamp(2L * came, LEAST, MOST);
        return lastBytesRead() == attemptedBytesRead() && super.continueReading(maybeMore);
      }
    };
  }
}
