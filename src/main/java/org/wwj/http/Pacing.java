package org.wwj.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.wwj.ops.Log;

/**
 * How fast bytes may leave by one connection: network cards exist that hang when a download goes at
 * full speed (firmware.md Q28). TCP itself spaces the packets (SO_MAX_PACING_RATE; since Linux 4.20
 * it needs no queueing discipline for that). Where the transport cannot ask for it, slices are
 * small and follow each other by a timer. Confined to its event loop.
 */
final class Pacing {
  /** The largest slice that is worth a turn. */
  static final int SLICE = 2 << 20;

  private static final int SMALLEST = 4 << 10;

  /** Slices a second, by timer. */
  private static final int TICKS = 20;

  /** {@code SO_MAX_PACING_RATE} of {@code SOL_SOCKET}, 64 bits since Linux 4.20. */
  private static final RawUnixChannelOption MAX_PACING_RATE =
      new RawUnixChannelOption("SO_MAX_PACING_RATE", 1, 47, 8);

  private long limit;
  private boolean byTimer;
  private long next;

  /**
   * Sets the limit for what is sent from now on.
   *
   * @param bytesPerSecond 0 for none
   */
  void limit(Channel channel, long bytesPerSecond) {
    if (bytesPerSecond == limit) {
      return;
    }
    limit = bytesPerSecond;
    byTimer = limit > 0 && !kernelPaces(channel, limit);
    if (limit == 0) {
      kernelPaces(channel, -1); // all bits set is no limit
    }
    next = channel.eventLoop().ticker().nanoTime();
  }

  private static boolean kernelPaces(Channel channel, long bytesPerSecond) {
    if (!(channel instanceof EpollSocketChannel)) {
      return false;
    }
    ByteBuffer value = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    value.putLong(bytesPerSecond).flip();
    try {
      return channel.config().setOption(MAX_PACING_RATE, value);
    } catch (ChannelException e) {
      Log.debug("http-pace", "cause", e);
      return false;
    }
  }

  /** Whether slices follow each other by {@link #next}. */
  boolean byTimer() {
    return byTimer;
  }

  /** How much of a file is worth a turn under this limit. */
  int sliceSize() {
    return byTimer ? Math.clamp(limit / TICKS, SMALLEST, SLICE) : SLICE;
  }

  /** Does it once bytes that have just left are paid for; at once without a limit of ours. */
  void next(Channel channel, int bytes, Runnable send) {
    if (!byTimer) {
      send.run();
      return;
    }
    long now = channel.eventLoop().ticker().nanoTime();
    next = Math.max(next, now) + bytes * 1_000_000_000L / limit;
    channel.eventLoop().schedule(send, next - now, TimeUnit.NANOSECONDS);
  }
}
