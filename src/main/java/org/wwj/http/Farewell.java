package org.wwj.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection after its last answer. Closing with bytes of the client unread would
 * reset the connection and could take the answer with it, so only our side ends; the client has a
 * moment to end its own.
 */
final class Farewell {
  private static final int SECONDS = 2;

  private Farewell() {}

  /** Ends the connection; whoever sees the client end its side closes it. */
  static void say(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
      duplex.shutdownOutput();
      ctx.executor().schedule(() -> ctx.close(), SECONDS, TimeUnit.SECONDS);
    } else {
      ctx.close();
    }
  }
}
