package org.wwj.tftp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.wwj.delivery.Source;
import org.wwj.net.DatagramPort;
import org.wwj.net.Precedence;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * A TFTP server that sends files (RFC 1350 with the options of RFC 2347, 2348, 2349 and 7440) from
 * one UDP socket on an event loop of its own. It knows no folders: what a name stands for is the
 * {@link Source}'s to say. Counters start with {@code tftp.}.
 *
 * <pre>
 *   Port -> Transfers -> Loader (Source, BlockCache) -> Session (Sender, RoundTrip) -> Wire
 *   69                   off the loop                   one a client                   datagrams
 * </pre>
 */
public final class TftpServer implements AutoCloseable {
  /** Longest packet read, in bytes: requests are shorter, and longer packets are malformed. */
  private static final int MAX_READ = 1024;

  private static final int SOCKET_BUFFER = 1 << 20;

  private final Bound bound;
  private final EventLoopGroup loops;
  private final BlockCache cache;

  /** The server's own port. */
  private record Bound(InetSocketAddress address, Runnable close) {}

  private TftpServer(Bound bound, EventLoopGroup loops, BlockCache cache) {
    this.bound = bound;
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
        settings.singlePort()
            ? TransferPort.shared()
            : TransferPort.own(bootstrap, bind.getAddress());
    Transfers transfers = new Transfers(loader, counters, settings, ports);
    try {
      Bound bound =
          transport == Transport.EPOLL && settings.singlePort()
              ? bySocket(loops, bind, transfers, counters)
              : byChannel(bootstrap, bind, transfers, counters);
      TftpServer server = new TftpServer(bound, loops, cache);
      Log.info(
          "tftp-listening", "address", bind.getAddress().getHostAddress(), "port", server.port());
      return server;
    } catch (IOException e) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new TftpException(advice(bind, e), e);
    }
  }

  private static Bound bySocket(
      EventLoopGroup loops, InetSocketAddress bind, Transfers transfers, Counters counters)
      throws IOException {
    DatagramPort.Taker taker = SocketPort.taker(transfers, counters);
    DatagramPort port =
        DatagramPort.open(
            loops,
            bind,
            MAX_READ,
            socket -> {
              socket.setSendBufferSize(SOCKET_BUFFER);
              socket.setReceiveBufferSize(SOCKET_BUFFER);
            });
    port.start(taker);
    return new Bound(port.address(), port::close);
  }

  private static Bound byChannel(
      Bootstrap bootstrap, InetSocketAddress bind, Transfers transfers, Counters counters)
      throws IOException {
    ChannelFuture opened =
        bootstrap
            .clone()
            .handler(new TftpHandler(transfers, counters))
            .bind(bind)
            .awaitUninterruptibly();
    if (opened.cause() != null) {
      throw new IOException(opened.cause().getMessage(), opened.cause());
    }
    Channel channel = opened.channel();
    return new Bound(
        (InetSocketAddress) channel.localAddress(), () -> channel.close().awaitUninterruptibly());
  }

  private static Bootstrap sockets(Transport transport, EventLoopGroup loops) {
    Bootstrap sockets =
        new Bootstrap()
            .group(loops)
            .channelFactory(transport::datagram)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_READ));
    Precedence.ofTftp(transport).forEach(sockets::option);
    return sockets;
  }

  private static String advice(InetSocketAddress bind, Throwable cause) {
    return "TFTP cannot use UDP port %d of %s (%s): either another server has it (`ss -ulpn sport = :%d` names it; stop that one), or the address is on no interface that is up, or the process is neither root nor has CAP_NET_BIND_SERVICE"
        .formatted(
            bind.getPort(), bind.getAddress().getHostAddress(), cause.getMessage(), bind.getPort());
  }

  /** The UDP port it listens on. */
  public int port() {
    return bound.address.getPort();
  }

  /** Ends all transfers and frees the port. */
  @Override
  public void close() {
    bound.close.run();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    cache.close();
  }
}
