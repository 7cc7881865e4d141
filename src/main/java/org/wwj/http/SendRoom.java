package org.wwj.http;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import org.wwj.ops.Log;

/**
 * Room in the sockets of those few that are sent their image in turns. By itself Linux gives a
 * socket about twice of what is under way, and wakes the server whenever a third of that is free: a
 * server that waits for its link is woken up for every 200 KiB, which costs as much as to send
 * them.
 */
final class SendRoom {
  /** What a socket may hold, in bytes as the kernel counts them: it doubles what it is told. */
  static final int BYTES = 4 << 20;

  /**
   * What may wait in it for being sent. The server is woken up when half of that has left: it must
   * last until the next bytes come. And a file whose last byte is in the socket counts as sent.
   */
  private static final int UNSENT = 1536 << 10;

  /** {@code SO_SNDBUFFORCE} of {@code SOL_SOCKET}; takes CAP_NET_ADMIN. */
  private static final IntegerUnixChannelOption FORCED =
      new IntegerUnixChannelOption("SO_SNDBUFFORCE", 1, 32);

  private static final Way WAY = Way.find();

  private SendRoom() {}

  /** How the system lets us have it. */
  private enum Way {
    FORCED,
    ASKED,
    NONE;

    /** By a socket that nobody uses: one that was given less would have to make do with that. */
    static Way find() {
      EpollSocketChannel probe = null;
      try {
        probe = new EpollSocketChannel();
        Way way = force(probe) ? FORCED : ask(probe) ? ASKED : NONE;
        if (way == NONE) {
          Log.info(
              "send-room",
              "cause",
              "net.core.wmem_max is below " + BYTES / 2,
              "effect",
              "more of the processor for each image",
              "fix",
              "sysctl -w net.core.wmem_max=" + BYTES / 2 + ", and start wwj again");
        } else {
          limitUnsent(probe);
        }
        return way;
      } catch (ChannelException e) { // no descriptor is left, or this kernel knows no such option
        Log.info("send-room", "cause", e);
        return NONE;
      } finally {
        if (probe != null) {
          probe.unsafe().closeForcibly();
        }
      }
    }
  }

  /** Gives it, where the system lets us; else the socket stays as it is. */
  static void give(EpollSocketChannel channel) {
    try {
      if (WAY == Way.NONE || channel.config().getSendBufferSize() == BYTES) {
        return;
      }
      if (WAY == Way.FORCED ? force(channel) : ask(channel)) {
        limitUnsent(channel);
      }
    } catch (ChannelException e) {
      Log.debug("send-room", "cause", e); // closed meanwhile
    }
  }

  private static void limitUnsent(EpollSocketChannel channel) {
    channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT);
  }

  private static boolean force(EpollSocketChannel channel) {
    try {
      return channel.config().setOption(FORCED, BYTES / 2);
    } catch (ChannelException e) {
      return false;
    }
  }

  private static boolean ask(EpollSocketChannel channel) {
    channel.config().setSendBufferSize(BYTES / 2);
    return channel.config().getSendBufferSize() >= BYTES;
  }
}
