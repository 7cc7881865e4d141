package org.wwj.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The system calls of a client that throws away what it gets: {@code MSG_TRUNC} takes bytes off a
 * TCP socket without copying them (tcp(7)), which no class of the JDK can ask for. One thread.
 */
final class Kernel {
  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_TRUNC = 0x20;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EVENTS = 1024;
  private static final int AT_ONCE = 4 << 20;

  /** {@code struct epoll_event} is packed on x86-64 alone (epoll_event(3type)). */
  private static final int DATA_AT = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final Linker LINKER = Linker.nativeLinker();

  private final MethodHandle socket = call("socket", "iiii", false);
  private final MethodHandle connect = call("connect", "iipi", false);
  private final MethodHandle send = call("send", "lipli", true);
  private final MethodHandle recv = call("recv", "lipli", true);
  private final MethodHandle close = call("close", "ii", false);
  private final MethodHandle epollCreate = call("epoll_create1", "ii", false);
  private final MethodHandle epollCtl = call("epoll_ctl", "iiiip", true);
  private final MethodHandle epollWait = call("epoll_wait", "iipii", false);
  private final MemorySegment events = Arena.global().allocate((DATA_AT + 8L) * EVENTS, 8);
  private final MemorySegment event = Arena.global().allocate(DATA_AT + 8L, 8);
  private final MemorySegment buffer = Arena.global().allocate(AT_ONCE, 8);
  private final MemorySegment address = Arena.global().allocate(16, 8);

  /** A connected socket. */
  int connect(InetSocketAddress to) throws IOException {
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
    address.set(PORT, 2, (short) to.getPort());
    MemorySegment.copy(to.getAddress().getAddress(), 0, address, ValueLayout.JAVA_BYTE, 4, 4);
    try {
      int fd = check((int) socket.invokeExact(AF_INET, SOCK_STREAM, 0), "socket");
      check((int) connect.invokeExact(fd, address, 16), "connect");
      return fd;
    } catch (Throwable e) {
      throw new IOException("connect to " + to, e);
    }
  }

  /** A new set of sockets to wait for. */
  int poll() throws IOException {
    try {
      return check((int) epollCreate.invokeExact(0), "epoll_create1");
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /** Waits for bytes on that socket from now on; {@code id} is what {@link #await} tells then. */
  void watch(int poll, int fd, int id) throws IOException {
    event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, EPOLLIN);
    event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA_AT, id);
    try {
      check((int) epollCtl.invokeExact(poll, EPOLL_CTL_ADD, fd, event), "epoll_ctl");
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /** Who has bytes; none when the time, in milliseconds, is over. */
  int await(int poll, int[] ids, int millis) throws IOException {
    int most = Math.min(ids.length, EVENTS);
    try {
      int n = check((int) epollWait.invokeExact(poll, events, most, millis), "epoll_wait");
      for (int i = 0; i < n; i++) {
        long at = i * (DATA_AT + 8L) + DATA_AT;
        ids[i] = (int) events.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      }
      return n;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /** Sends a short request whole. */
  void send(int fd, byte[] bytes) throws IOException {
    MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
    try {
      long n = (long) send.invokeExact(fd, buffer, (long) bytes.length, MSG_NOSIGNAL);
      if (n != bytes.length) {
        throw new IOException("sent " + n + " of " + bytes.length + " bytes");
      }
    } catch (Throwable e) {
      throw new IOException("send", e);
    }
  }

  /** The first bytes that are there, at most 4 KiB, as text. */
  String read(int fd) throws IOException {
    int n = (int) receive(fd, 4096, 0);
    byte[] bytes = buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Throws away what is there, at most that many bytes, and tells how many. */
  long drop(int fd, long most) throws IOException {
    return receive(fd, Math.min(most, AT_ONCE), MSG_TRUNC);
  }

  void close(int fd) throws IOException {
    try {
      check((int) close.invokeExact(fd), "close");
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  private long receive(int fd, long most, int flags) throws IOException {
    long n;
    try {
      n = (long) recv.invokeExact(fd, buffer, most, flags);
    } catch (Throwable e) {
      throw new IOException(e);
    }
    if (n <= 0) {
      throw new IOException(n == 0 ? "the server closed the connection" : "recv failed");
    }
    return n;
  }

  private static int check(int result, String call) throws IOException {
    if (result < 0) {
      throw new IOException(call + " failed");
    }
    return result;
  }

  /** {@code types}: the result's and the arguments', i, l or p for a pointer. */
  private static MethodHandle call(String name, String types, boolean trivial) {
    ValueLayout[] arguments = new ValueLayout[types.length() - 1];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = layout(types.charAt(i + 1));
    }
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(),
        FunctionDescriptor.of(layout(types.charAt(0)), arguments),
        trivial ? new Linker.Option[] {Linker.Option.critical(false)} : new Linker.Option[0]);
  }

  private static ValueLayout layout(char type) {
    return switch (type) {
      case 'i' -> ValueLayout.JAVA_INT;
      case 'l' -> ValueLayout.JAVA_LONG;
      default -> ValueLayout.ADDRESS;
    };
  }
}
