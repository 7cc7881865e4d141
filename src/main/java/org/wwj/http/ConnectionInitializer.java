package org.wwj.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.wwj.delivery.Request;
import org.wwj.http.Ask.Persistence;

/**
 * The handlers of one connection, in order: decode, guard, deadline, conversation. Connections over
 * the limit are told so and closed; the admin's own socket has no limit.
 */
final class ConnectionInitializer extends ChannelInitializer<Channel> {
  private final Request.Protocol protocol;
  private final Service service;
  private final ChannelGroup connections;

  ConnectionInitializer(Request.Protocol protocol, Service service, ChannelGroup connections) {
    this.protocol = protocol;
    this.service = service;
    this.connections = connections;
  }

  @Override
  protected void initChannel(Channel channel) {
    Crowd.Entry entry =
        protocol == Request.Protocol.HTTP ? service.crowd().enter(channel) : Crowd.Entry.WELCOME;
    if (entry != Crowd.Entry.WELCOME) {
      channel.pipeline().addLast(new TurnAway(entry));
      return;
    }
    connections.add(channel);
    service.account().counters().count("http.connections");
    channel
        .pipeline()
        .addLast(
            new HttpRequestDecoder(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(RequestGuard.MAX_LINE)
                    .setMaxHeaderSize(RequestGuard.MAX_HEADERS)),
            new RequestGuard(protocol),
            new RequestDeadline(
                service.settings().requestTimeout(), service.crowd(), service.account().counters()),
            new Conversation(service));
  }

  private final class TurnAway extends ChannelInboundHandlerAdapter {
    private final Crowd.Entry entry;

    TurnAway(Crowd.Entry entry) {
      this.entry = entry;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      service.account().counters().count("http.turnedaway");
      String message =
          entry == Crowd.Entry.GREEDY
              ? "too many connections from this address; ask again"
              : "too many connections; ask again";
      Ask ask = new Ask.Reject(false, 503, message, Persistence.CLOSE);
      Reply reply = Reply.note(ask, 503, message, Duration.ofSeconds(2), service.clock().instant());
      ctx.write(ByteBufUtil.writeAscii(ctx.alloc(), reply.head()));
      ctx.writeAndFlush(ByteBufUtil.writeUtf8(ctx.alloc(), message + "\n"))
          .addListener(written -> Farewell.say(ctx));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        ctx.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
