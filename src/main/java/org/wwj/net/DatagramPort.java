package org.wwj.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.wwj.libc.Native;

/**
 * A UDP socket for IPv4 on one of Netty's epoll loops, without a channel: datagrams come and leave
 * many with one system call, from and to memory that is laid out once.
 *
 * <p>All but {@link #close} is for its event loop only.
 */
public final class DatagramPort implements AutoCloseable {
  /** Datagrams with one system call. */
  private static final int AT_ONCE = 32;

  /**
   * Calls before what they brought is answered. As much as can have gathered while nothing ran, or
   * the timers of those whose answers are still unread would go off.
   */
  private static final int CALLS_PER_TURN = 32;

  private final IoEventLoop loop;
  private final Socket socket;
  private final InetSocketAddress address;
  private @Nullable Taker taker;
  private final Queue<Outgoing> waiting = new ArrayDeque<>();
  private final ByteBuf room;
  private final ByteBuf[] places = new ByteBuf[AT_ONCE];
  private @Nullable Rows rows;
  private @Nullable IoRegistration registration;
  private boolean full;
  private boolean closed;

  /** Takes what comes. Must not throw. */
  public interface Taker {
    /** A datagram, cut to the port's size; the content is the port's again afterwards. */
    void received(DatagramPort port, InetSocketAddress from, ByteBuf content);

    /** All that was there was taken, or as much as one turn of the loop takes. */
    default void read(DatagramPort port) {}

    /** A datagram could not leave; it is as good as lost on the way. */
    void lost(DatagramPort port, int errno);

    /** The port was closed. */
    void closed();
  }

  /** What a socket is given before it is bound. */
  public interface Options {
    /** Sets them. */
    void set(Socket socket) throws IOException;
  }

  /**
   * What is to leave.
   *
   * @param cut bytes that the kernel cuts it to; 0 for one datagram
   * @param refused what to do when the kernel does not take it; null where it is lost then
   */
  private record Outgoing(
      ByteBuf content, int cut, InetSocketAddress to, @Nullable Runnable refused) {}

  /** Made when the first datagram comes: a server that is never asked need not wait for it. */
  private record Rows(MessageCalls calls, Messages in, Messages out) {}

  private DatagramPort(IoEventLoop loop, Socket socket, int size) {
    this.loop = loop;
    this.socket = socket;
    this.address = socket.localAddress();
    room = Unpooled.directBuffer(AT_ONCE * size, AT_ONCE * size);
    for (int i = 0; i < AT_ONCE; i++) {
      places[i] = room.slice(i * size, size);
    }
  }

  /**
   * Opens a port, which takes nothing until it is started.
   *
   * @param loops of {@link Transport#EPOLL}
   * @param bind address and port; port 0 takes a free one
   * @param size bytes that are read of a datagram at most
   * @throws IOException when the port cannot be had
   */
  public static DatagramPort open(
      EventLoopGroup loops, InetSocketAddress bind, int size, Options options) throws IOException {
    Socket socket = LinuxSocket.newSocketDgram(SocketProtocolFamily.INET);
    try {
      options.set(socket);
      passBulk(socket); // the kernel reckons a priority from IP_TOS, so this goes last
      socket.bind(bind);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    DatagramPort port = new DatagramPort((IoEventLoop) loops.next(), socket, size);
    Future<IoRegistration> registered =
        port.loop.register(port.new Handle()).awaitUninterruptibly();
    if (!registered.isSuccess()) {
      socket.close();
      throw new IOException("cannot be waited for: " + registered.cause(), registered.cause());
    }
    port.loop.submit(() -> port.registration = registered.getNow()).syncUninterruptibly();
    return port;
  }

  /** Takes what comes from now on. */
  public void start(Taker receiver) {
    loop.submit(
            () -> {
              if (registration != null && !closed) {
                taker = receiver;
                registration.submit(
                    full ? EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT) : EpollIoOps.EPOLLIN);
              }
            })
        .syncUninterruptibly();
  }

  /** Lets other sockets of this process have the port too, on other addresses. */
  public void share() throws IOException {
    socket.setReuseAddress(true);
  }

  private static void passBulk(Socket socket) {
    try {
      socket.setIntOpt(Precedence.SOL_SOCKET, Precedence.SO_PRIORITY, Precedence.INTERACTIVE);
    } catch (IOException _) {
      // Without that it works as well.
    }
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return address;
  }

  /** Its event loop; asking is for any thread. */
  public IoEventLoop loop() {
    return loop;
  }

  /** Queues a datagram, and takes the content. */
  public void send(ByteBuf content, InetSocketAddress to) {
    add(new Outgoing(content, 0, to, null));
  }

  /** Queues a datagram that the kernel cuts, with what to do when it refuses to. */
  public void sendCut(ByteBuf content, int cut, InetSocketAddress to, Runnable refused) {
    add(new Outgoing(content, cut, to, refused));
  }

  private void add(Outgoing datagram) {
    if (closed) {
      datagram.content.release();
    } else {
      waiting.add(datagram);
    }
  }

  /** Has what is queued leave. */
  public void flush() {
    while (!waiting.isEmpty() && !closed) {
      Rows rows = rows();
      int n = fill(rows.out);
      int sent = rows.calls.send(socket.intValue(), rows.out.address(), n);
      for (int i = 0; i < sent; i++) {
        waiting.remove().content.release();
      }
      if (sent == -Native.EAGAIN) {
        watch(true);
        return;
      }
      if (sent < 0 && sent != -Native.EINTR) {
        refused(waiting.remove(), -sent);
      }
    }
    watch(false);
  }

  private int fill(Messages out) {
    int n = 0;
    for (Outgoing next : waiting) {
      if (n == out.count()) {
        break;
      }
      ByteBuf content = next.content;
      out.piece(n, content.memoryAddress() + content.readerIndex(), content.readableBytes());
      out.cut(n, next.cut);
      out.address(n, next.to);
      n++;
    }
    return n;
  }

  private void refused(Outgoing datagram, int errno) {
    datagram.content.release();
    if (datagram.refused == null) {
      if (taker != null) {
        taker.lost(this, errno);
      }
    } else {
      datagram.refused.run();
    }
  }

  /** Told when the socket can be written to again, as long as something waits. */
  private void watch(boolean writable) {
    if (full != writable && registration != null && !closed) {
      full = writable;
      registration.submit(
          writable ? EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT) : EpollIoOps.EPOLLIN);
    }
  }

  private void read(Taker to) {
    Rows rows = rows();
    for (int call = 0; call < CALLS_PER_TURN && !closed; call++) {
      int came = rows.calls.receive(socket.intValue(), rows.in.address(), AT_ONCE);
      for (int i = 0; i < came && !closed; i++) {
        to.received(this, rows.in.address(i), places[i].setIndex(0, rows.in.length(i)));
      }
      if (came < AT_ONCE) {
        break;
      }
    }
    if (!closed) {
      to.read(this);
    }
    flush();
  }

  private Rows rows() {
    if (rows == null) {
      rows = new Rows(new MessageCalls(), new Messages(AT_ONCE), new Messages(AT_ONCE));
      for (int i = 0; i < AT_ONCE; i++) {
        rows.in.piece(i, places[i].memoryAddress(), places[i].capacity());
      }
    }
    return rows;
  }

  /** Frees the port; what is queued is dropped. */
  @Override
  public void close() {
    if (loop.inEventLoop()) {
      end();
    } else if (!loop.isShuttingDown()) {
      loop.submit(this::end).awaitUninterruptibly();
    }
  }

  private void end() {
    if (closed) {
      return;
    }
    closed = true;
    if (taker != null) {
      taker.closed();
    }
    if (registration != null) {
      registration.cancel();
    }
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(address.toString(), e);
    } finally {
      waiting.forEach(datagram -> datagram.content.release());
      waiting.clear();
      room.release();
    }
  }

  private final class Handle implements EpollIoHandle {
    @Override
    public FileDescriptor fd() {
      return socket;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      EpollIoOps ops = ((EpollIoEvent) event).ops();
      if (ops.contains(EpollIoOps.EPOLLOUT)) {
        flush();
      }
      if (!closed && taker != null) {
        read(taker);
      }
    }

    @Override
    public void close() {
      end();
    }
  }
}
