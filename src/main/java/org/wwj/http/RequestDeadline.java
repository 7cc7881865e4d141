package org.wwj.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wwj.ops.Counters;

/**
 * Closes a connection that sends no complete request in time, whether it is idle or drips one byte
 * after the other. Time runs only while nothing is being answered.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  /** Said through the pipeline when every request so far has its answer. */
  static final Object ALL_ANSWERED = "all answered";

  private final Duration limit;
  private final Crowd crowd;
  private final Counters counters;
  private @Nullable Deadline deadline;

  RequestDeadline(Duration limit, Crowd crowd, Counters counters) {
    this.limit = limit;
    this.crowd = crowd;
    this.counters = counters;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    restart(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object ask) {
    if (deadline != null) {
      deadline.stop();
    }
    crowd.busy(ctx.channel());
    ctx.fireChannelRead(ask);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event.equals(ALL_ANSWERED) && ctx.channel().isActive()) {
      restart(ctx);
      crowd.idle(ctx.channel());
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel();
    }
    ctx.fireChannelInactive();
  }

  private void restart(ChannelHandlerContext ctx) {
    if (deadline == null) {
      deadline = new Deadline(ctx.channel().eventLoop(), limit, () -> close(ctx));
    }
    deadline.start();
  }

  private void close(ChannelHandlerContext ctx) {
    counters.count("http.timeouts.request");
    ctx.close();
  }
}
