package org.wwj.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.concurrent.Executor;

/**
 * How sockets are served: Linux epoll where its native library loads, the JDK's selectors
 * elsewhere. {@code -Dwwj.transport=nio} forces the latter.
 */
public enum Transport {
  EPOLL,
  NIO;

  /** How long queued work may keep a loop from its sockets. Netty's own second starves new ones. */
  private static final long TASK_QUANTUM_MILLIS = 1;

  /** The best one that works on this machine. */
  public static Transport choose() {
    boolean forced = "nio".equals(System.getProperty("wwj.transport"));
    return !forced && Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** New event loops, daemon threads named after their job. */
  public EventLoopGroup loops(String name, int threads) {
    return loops(name, threads, () -> {});
  }

  /**
   * New event loops, daemon threads named after their job.
   *
   * @param turn runs on a loop's thread each time before it asks its sockets what has come
   */
  public EventLoopGroup loops(String name, int threads, Runnable turn) {
    IoHandlerFactory io = this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("wwj-" + name, true), io) {
      // The system property io.netty.eventLoop.maxTaskProcessingQuantumMs has a floor of 100 ms;
      // only
      // the constructor takes less.
      @Override
      protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... args) {
        return new SingleThreadIoEventLoop(
            this,
            executor,
            io,
            Integer.MAX_VALUE,
            RejectedExecutionHandlers.reject(),
            TASK_QUANTUM_MILLIS) {
          @Override
          protected int runIo() {
            turn.run();
            return super.runIo();
          }
        };
      }
    };
  }

  /** A new IPv4-only datagram channel. */
  public DatagramChannel datagram() {
    return this == EPOLL
        ? new EpollDatagramChannel(SocketProtocolFamily.INET)
        : new NioDatagramChannel(SocketProtocolFamily.INET);
  }

  /** The class of listening TCP channels. */
  public Class<? extends ServerChannel> tcp() {
    return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The class of listening Unix-domain channels. */
  public Class<? extends ServerChannel> unix() {
    return this == EPOLL
        ? EpollServerDomainSocketChannel.class
        : NioServerDomainSocketChannel.class;
  }
}
