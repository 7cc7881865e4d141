package org.wwj.dhcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import org.wwj.net.Precedence;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * A socket where there is no epoll: it hears all interfaces, has no priority on this host, and
 * reads with one call a datagram.
 */
record ChannelSocket(DatagramChannel channel, Counters counters) implements DhcpSocket {
  /** Datagrams before the event loop turns to something else. */
  private static final int PER_TURN = 512;

  static ChannelSocket open(
      EventLoopGroup loops, InetSocketAddress bind, boolean shares, Counters counters)
      throws IOException {
    DatagramChannel channel = Transport.NIO.datagram();
    channel
        .config()
        .setBroadcast(true)
        .setReuseAddress(shares)
        .setTrafficClass(Precedence.CLASS_SELECTOR_6)
        .setReceiveBufferSize(RECEIVE_BUFFER)
        .setRecvByteBufAllocator(
            new FixedRecvByteBufAllocator(DATAGRAM_SIZE).maxMessagesPerRead(PER_TURN))
        .setAutoRead(false);
    loops.register(channel).syncUninterruptibly();
    Throwable failure = channel.bind(bind).awaitUninterruptibly().cause();
    if (failure != null) {
      channel.close().awaitUninterruptibly();
      throw new IOException(failure.getMessage(), failure);
    }
    return new ChannelSocket(channel, counters);
  }

  @Override
  public void start(Answerer answerer) {
    channel
        .pipeline()
        .addLast(
            new SimpleChannelInboundHandler<DatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
                answerer.received(ByteBufUtil.getBytes(datagram.content()), datagram.sender());
              }

              @Override
              public void channelReadComplete(ChannelHandlerContext context) {
                answerer.readComplete();
              }

              @Override
              public void channelInactive(ChannelHandlerContext context) {
                answerer.close();
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                Log.debug("dhcp-receive-failed", "reason", cause);
              }
            });
    channel.config().setAutoRead(true);
  }

  @Override
  public void share() {
    channel.config().setReuseAddress(true);
  }

  @Override
  public void send(byte[] octets, InetSocketAddress to) {
    ByteBuf content = channel.alloc().directBuffer(octets.length).writeBytes(octets);
    channel
        .write(new DatagramPacket(content, to))
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            counters.count("dhcp.send-failed");
            Log.debug("dhcp-send-failed", "to", to, "reason", sent.cause());
          }
        });
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public ScheduledExecutorService loop() {
    return channel.eventLoop();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }
}
