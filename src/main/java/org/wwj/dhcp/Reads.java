package org.wwj.dhcp;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.UncheckedBooleanSupplier;
import org.wwj.net.Transport;

/**
 * How a socket is read under epoll: several datagrams with one system call (recvmmsg), and no
 * further call after one that did not fill its room, which would only say that there is nothing
 * more. Netty's own allocators make that call each time; with one datagram a turn, as at ordinary
 * rates, it is one call in four.
 */
final class Reads extends DefaultMaxMessagesRecvByteBufAllocator {
  private static final int DATAGRAM_SIZE = 2048;
  private static final int AT_ONCE = 16;

  /** Datagrams before the event loop turns to something else. */
  private static final int PER_TURN = 512;

  private Reads() {
    super(PER_TURN);
  }

  /** Has a channel read that way, or with one call a datagram where the transport cannot. */
  static void set(DatagramChannel channel, Transport transport) {
    switch (transport) {
      case EPOLL -> {
        channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_SIZE);
        channel.config().setRecvByteBufAllocator(new Reads());
      }
      case NIO ->
          channel
              .config()
              .setRecvByteBufAllocator(
                  new FixedRecvByteBufAllocator(DATAGRAM_SIZE).maxMessagesPerRead(PER_TURN));
    }
  }

  @Override
  public MaxMessageHandle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return AT_ONCE * DATAGRAM_SIZE;
      }

      // Netty counts the room that datagrams took here, not their lengths.
      @Override
      public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return lastBytesRead() == attemptedBytesRead() && super.continueReading(maybeMore);
      }
    };
  }
}
