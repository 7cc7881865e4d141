package org.wwj.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Glance;
import org.wwj.delivery.Request;
import org.wwj.delivery.SliceQueue;
import org.wwj.delivery.Source;
import org.wwj.net.Transport;
import org.wwj.ops.Closer;
import org.wwj.ops.Counters;

/**
 * The HTTP server of the provisioning network: HTTP/1.1, GET and HEAD, ranges and validators, file
 * bytes by sendfile. It knows no routes; the {@link Source} does. {@link NettyTuning#install} is
 * called before this class is touched.
 */
public final class HttpServer implements AutoCloseable {
  /** Connections that may wait to be accepted; the kernel takes its own limit if that is less. */
  private static final int BACKLOG = 4096;

  /** Connections accepted in one turn of the acceptor. */
  private static final int ACCEPTS = 1024;

  /** Receive buffer of a connection in bytes; requests are short. */
  private static final int RECEIVE = 4096;

  private final Closer parts = new Closer();
  private final List<Integer> ports = new ArrayList<>();
  private final Transport transport;
  private final EventLoopGroup acceptor;
  private final EventLoopGroup workers;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Service service;
  private volatile boolean closing;

  private HttpServer(Transport transport, Source source, Counters counters, HttpSettings settings) {
    this.transport = transport;
    OpenFiles files = new OpenFiles(Sending.described(transport));
    parts.add(files);
    this.workers = loops("http", settings.workers(), Glance::turn);
    this.acceptor = loops("http-accept", 1, () -> {}); // accepting never waits behind sending
    parts.add(() -> connections.close().awaitUninterruptibly(5, TimeUnit.SECONDS));
    Map<EventExecutor, SliceQueue> queues = new HashMap<>();
    workers.forEach(loop -> queues.put(loop, new SliceQueue(later(loop), SliceQueue.TURNS)));
    acceptor.next().scheduleWithFixedDelay(files::closeUnused, 1, 1, TimeUnit.SECONDS);
    this.service =
        new Service(
            new Fetched.Counter(source, files),
            loop -> queueOf(queues, loop),
            new Account(counters),
            new Crowd(settings.maxConnections()),
            settings,
            InstantSource.system(),
            () -> closing);
  }

  /**
   * Starts listening.
   *
   * @param tcp addresses to bind; port 0 picks a free one
   * @param unixSocket path of the server's own socket, or null for none; requests through it are
   *     {@link org.wwj.delivery.Request.Protocol#LOCAL}
   * @throws HttpException when an address cannot be bound; nothing is left open then
   */
  public static HttpServer start(
      Transport transport,
      List<InetSocketAddress> tcp,
      @Nullable Path unixSocket,
      Source source,
      Counters counters,
      HttpSettings settings) {
    HttpServer server = new HttpServer(transport, source, counters, settings);
    try {
      tcp.forEach(server::listen);
      if (unixSocket != null) {
        server.listen(new UnixSocket(unixSocket));
      }
      return server;
    } catch (HttpException e) {
      server.close();
      throw e;
    }
  }

  /** The bound TCP ports, in the order of the addresses given. */
  public List<Integer> ports() {
    return List.copyOf(ports);
  }

  /**
   * Stops accepting, cuts what is running (clients resume elsewhere or later) and ends the loops.
   */
  @Override
  public void close() {
    closing = true;
    parts.close();
  }

  private void listen(InetSocketAddress address) {
    ChannelFuture bound =
        bootstrap(transport.tcp(), Request.Protocol.HTTP)
            .option(ChannelOption.SO_REUSEADDR, true) // TCP_NODELAY is Netty's default
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new HttpException(
          "cannot listen on %s:%d: %s (ss -ltnp shows who holds a port; ip addr shows the addresses)"
              .formatted(address.getHostString(), address.getPort(), bound.cause().getMessage()),
          bound.cause());
    }
    register(bound.channel());
    ports.add(((InetSocketAddress) bound.channel().localAddress()).getPort());
  }

  private void listen(UnixSocket socket) {
    try {
      socket.prepare();
      SocketAddress address =
          transport == Transport.EPOLL
              ? new DomainSocketAddress(socket.bound().toString())
              : UnixDomainSocketAddress.of(socket.bound());
      ChannelFuture bound =
          bootstrap(transport.unix(), Request.Protocol.LOCAL).bind(address).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException(bound.cause().getMessage(), bound.cause());
      }
      parts.add(socket::remove);
      register(bound.channel());
      socket.publish();
    } catch (IOException e) {
      throw new HttpException(
          "cannot listen on the socket "
              + socket.path()
              + ": "
              + e.getMessage()
              + " (its folder must be writable and the path under 100 characters)",
          e);
    }
  }

  /** After the loop's next look at its sockets: what is executed at once runs before that. */
  private static Executor later(EventExecutor loop) {
    return task -> loop.schedule(task, 1, TimeUnit.NANOSECONDS);
  }

  private ServerBootstrap bootstrap(
      Class<? extends ServerChannel> type, Request.Protocol protocol) {
    return new ServerBootstrap()
        .group(acceptor, workers)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTS))
        // More would let one transfer hold the loop; a head and few bytes leave in one anyway.
        .childOption(ChannelOption.WRITE_SPIN_COUNT, 1)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE))
        .childHandler(new ConnectionInitializer(protocol, service, connections));
  }

  private void register(Channel channel) {
    parts.add(() -> channel.close().awaitUninterruptibly(5, TimeUnit.SECONDS));
  }

  private EventLoopGroup loops(String name, int threads, Runnable turn) {
    EventLoopGroup group = transport.loops(name, threads, turn);
    parts.add(() ->
        group
            .shutdownGracefully(0, 5, TimeUnit.SECONDS)
            .awaitUninterruptibly(10, TimeUnit.SECONDS));
    return group;
  }

  private static SliceQueue queueOf(Map<EventExecutor, SliceQueue> queues, EventLoop loop) {
    SliceQueue queue = queues.get(loop);
    if (queue == null) {
      throw new IllegalStateException("not a loop of this server: " + loop);
    }
    return queue;
  }
}
