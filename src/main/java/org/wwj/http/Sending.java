package org.wwj.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.SliceQueue;
import org.wwj.delivery.Transfer;
import org.wwj.net.Transport;
import org.wwj.ops.Log;

/**
 * One answer on its way out: the head, then the body in turns with the other transfers of the event
 * loop: files to TCP by {@link FileTurns}, all else slice by slice. Small answers do not queue.
 * Confined to its event loop.
 */
final class Sending implements SliceQueue.Sliced {
  /** A body of up to so many bytes leaves with the head, all at once. */
  private static final int SMALL = 64 << 10;

  /**
   * So much of a long body goes with the head: what TCP sends before the first answer (RFC 6928, 10
   * packets). More would only keep others waiting for their first byte.
   */
  private static final int FIRST = 14_000;

  private final Channel channel;
  private final SliceQueue queue;
  private final Body body;
  private final Transfer.Listener listener;
  private final Pacing pacing;
  private final Consumer<Transfer.End> over;
  private long left;
  private long seen;
  private @Nullable Object inFlight;
  private int inFlightBytes;
  private boolean timedOut;
  private boolean done;

  /**
   * An answer that is not sent yet.
   *
   * @param listener told of the bytes of the body that left, not of the end
   * @param pacing says when the next slice may follow
   * @param over told once when the answer has left or cannot leave any more
   */
  Sending(
      Channel channel,
      SliceQueue queue,
      Body body,
      Transfer.Listener listener,
      Pacing pacing,
      Consumer<Transfer.End> over) {
    this.channel = channel;
    this.queue = queue;
    this.body = body;
    this.listener = listener;
    this.pacing = pacing;
    this.over = over;
  }

  /** From which size on files of a transport's server are sent by descriptor. */
  static long described(Transport transport) {
    return transport == Transport.EPOLL ? SMALL : Long.MAX_VALUE;
  }

  /** Bytes of the body that have left so far. */
  long sent() {
    return left;
  }

  /** Sends the head and lets the body follow. */
  void start(String head) {
    if (body instanceof Body.InFile part
        && body.length() > 0
        && part.file().descriptor() >= 0
        && !pacing.byTimer()
        && channel instanceof EpollSocketChannel tcp) {
      int start = body.length() > SMALL ? FIRST : SMALL;
      channel
          .writeAndFlush(
              part.turns(
                  tcp.fd().intValue(), head, start, this::moved, on -> tcp.config().setTcpCork(on)))
          .addListener((ChannelFuture future) -> end(future));
      return;
    }
    var bytes = ByteBufUtil.writeAscii(channel.alloc(), head);
    if (body.length() == 0) {
      channel.writeAndFlush(bytes).addListener(future -> finish(future.isSuccess()));
      return;
    }
    channel.write(bytes);
    if (body.length() <= SMALL) {
      send((int) body.length());
    } else {
      queue.toFront(this);
    }
  }

  @Override
  public void sendSlice() {
    int most = left == 0 ? Math.min(SMALL, body.sliceSize()) : body.sliceSize();
    send((int) Math.min(most, body.length() - left));
  }

  private void send(int bytes) {
    Object slice = body.slice(left, bytes);
    inFlight = slice;
    inFlightBytes = bytes;
    channel.writeAndFlush(slice).addListener((ChannelFuture future) -> sliceLeft(future));
  }

  private void sliceLeft(ChannelFuture future) {
    long moved = future.isSuccess() ? inFlightBytes : partOfSlice();
    inFlight = null;
    if (moved > 0) {
      moved(moved);
    }
    if (future.isSuccess() && left < body.length()) {
      pacing.next(channel, inFlightBytes, () -> queue.toBack(this));
    } else {
      end(future);
    }
  }

  private void moved(long bytes) {
    left += bytes;
    listener.sent(bytes);
  }

  private void end(ChannelFuture future) {
    if (!future.isSuccess()) {
      explain(future.cause());
    }
    finish(future.isSuccess());
  }

  private void explain(Throwable cause) {
    // The transports name the file's size when it became too small; other failures are the
    // client's.
    String message = String.valueOf(cause.getMessage());
    if (message.contains("file size")) {
      Log.warn(
          "http-file-shrank", "cause", message, "fix", "replace files by renaming, never in place");
    }
  }

  /** Looks whether bytes moved since the last time; ends the answer's connection when none did. */
  boolean stalled(Duration limit) {
    long now = left + partOfSlice();
    if (now > seen || movesOnTheWire(limit)) {
      seen = now;
      return false;
    }
    timedOut = true;
    channel.close();
    return true;
  }

  private long partOfSlice() {
    return inFlight instanceof FileRegion region ? region.transferred() : 0;
  }

  /**
   * Whether the kernel still gets rid of what it was given: its buffer can hold more than a slow
   * client takes within the limit. A dead client acknowledges nothing; a hung one is sent nothing.
   */
  private boolean movesOnTheWire(Duration limit) {
    if (!(channel instanceof EpollSocketChannel socket)) {
      return false;
    }
    try {
      EpollTcpInfo tcp = socket.tcpInfo();
      return tcp.lastDataSent() < limit.toMillis() && tcp.lastAckRecv() < limit.toMillis();
    } catch (ChannelException e) {
      return false; // closed meanwhile
    }
  }

  private void finish(boolean success) {
    if (done) {
      return;
    }
    done = true;
    if (success) {
      over.accept(Transfer.End.COMPLETE);
    } else {
      channel.close();
      over.accept(timedOut ? Transfer.End.TIMED_OUT : Transfer.End.ABORTED);
    }
  }
}
