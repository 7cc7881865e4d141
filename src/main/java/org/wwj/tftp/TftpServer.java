package org.wwj.tftp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.wwj.delivery.Source;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * A TFTP server that sends files (RFC 1350 with the options of RFC 2347, 2348, 2349 and 7440) from
 * one UDP socket on an event loop of its own. It knows no folders: what a name stands for is the
 * {@link Source}'s to say. Counters start with {@code tftp.}.
 *
 * <pre>
 *   TftpHandler -> Loader (Source, BlockCache) -> Session (Sender, RoundTrip) -> Wire
 *   port 69        off the loop                   one a client                   datagrams
 * </pre>
 */
public final class TftpServer implements AutoCloseable {
  /** Longest packet read, in bytes: requests are shorter, and longer packets are malformed. */
  private static final int MAX_READ = 1024;

  private static final int SOCKET_BUFFER = 1 << 20;

  private final Channel channel;
  private final EventLoopGroup loops;
  private final BlockCache cache;

  private TftpServer(Channel channel, EventLoopGroup loops, BlockCache cache) {
    this.channel = channel;
    this.loops = loops;
    this.cache = cache;
  }

  /**
   * Starts a server.
   *
   * @param bind address and port; port 0 takes a free one
   * @throws TftpException when the port cannot be had
   */
  public static TftpServer start(
      Transport transport,
      InetSocketAddress bind,
      Source source,
      Counters counters,
      TftpSettings settings) {
    EventLoopGroup loops = transport.loops("tftp", 1);
    BlockCache cache = new BlockCache(settings.cacheBytes());
    Loader loader = new Loader(source, cache, settings.maxFileBytes(), Thread::startVirtualThread);
    Bootstrap bootstrap = sockets(transport, loops);
    TransferPort.Opener ports =
        settings.singlePort() ? TransferPort.shared() : TransferPort.own(bootstrap);
    ChannelFuture bound =
        bootstrap
            .clone()
            .handler(new TftpHandler(loader, counters, settings, ports))
            .bind(bind)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new TftpException(advice(bind, cause), cause);
    }
    TftpServer server = new TftpServer(bound.channel(), loops, cache);
    Log.info(
        "tftp-listening", "address", bind.getAddress().getHostAddress(), "port", server.port());
    return server;
  }

  private static Bootstrap sockets(Transport transport, EventLoopGroup loops) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channelFactory(transport::datagram)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER);
    return switch (transport) {
      case EPOLL ->
          bootstrap
              .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_READ)
              .option(ChannelOption.RECVBUF_ALLOCATOR, new Reads(MAX_READ));
      case NIO ->
          bootstrap.option(
              ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_READ));
    };
  }

  private static String advice(InetSocketAddress bind, Throwable cause) {
    return "TFTP cannot use UDP port %d of %s (%s): either another server has it (`ss -ulpn sport = :%d` names it; stop that one), or the address is on no interface that is up, or the process is neither root nor has CAP_NET_BIND_SERVICE"
        .formatted(
            bind.getPort(), bind.getAddress().getHostAddress(), cause.getMessage(), bind.getPort());
  }

  /** The UDP port it listens on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Ends all transfers and frees the port. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    cache.close();
  }
}
