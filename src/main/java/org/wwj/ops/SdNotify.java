package org.wwj.ops;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.LONG;
import static org.wwj.libc.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.wwj.libc.Native;

/**
 * The service's word to systemd: ready, stopping and a line of status, as datagrams to {@code
 * $NOTIFY_SOCKET} (sd_notify(3)). Without that variable every call does nothing, and no failure
 * ever stops the server.
 */
public final class SdNotify {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;

  /** sizeof(sun_path) in unix(7). */
  private static final int MAX_PATH = 108;

  private final @Nullable String socket;

  /** Speaks to the socket at that path; one that starts with {@code @} is an abstract one. */
  public SdNotify(@Nullable String socket) {
    this.socket = socket;
  }

  /** Speaks to the service manager that started this process, if one did. */
  public static SdNotify fromEnvironment() {
    return new SdNotify(System.getenv("NOTIFY_SOCKET"));
  }

  /** The server answers from now on. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + oneLine(status));
  }

  /** The orderly stop has begun. */
  public void stopping() {
    send("STOPPING=1");
  }

  /** What {@code systemctl status} shows. */
  public void status(String status) {
    send("STATUS=" + oneLine(status));
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }

  private void send(String state) {
    String to = socket;
    if (to == null || to.isEmpty()) {
      return;
    }
    byte[] path = to.getBytes(StandardCharsets.UTF_8);
    // A path keeps its closing NUL; systemd's other kind of address (vsock) is for virtual machines
    if ((path[0] != '/' && path[0] != '@') || path.length >= MAX_PATH) {
      Log.warn("notify-failed", "socket", to, "reason", "not a socket path or too long");
      return;
    }
    try {
      int errno = Calls.sendOne(path, state.getBytes(StandardCharsets.UTF_8));
      if (errno != 0) {
        Log.warn("notify-failed", "socket", to, "errno", errno);
      }
    } catch (Throwable e) {
      Log.warn("notify-failed", "socket", to, "reason", e);
    }
  }

  /** The calls of libc, bound only when there is someone to speak to. */
  private static final class Calls {
    private static final MethodHandle SOCKET = Native.bind("socket", INT, INT, INT, INT);
    private static final MethodHandle SENDTO =
        Native.bind("sendto", LONG, INT, POINTER, LONG, INT, POINTER, INT);
    private static final MethodHandle CLOSE = Native.bind("close", INT, INT);

    /** Sends one datagram and returns 0 or errno. */
    static int sendOne(byte[] path, byte[] message) throws Throwable {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = Native.state(arena);
        int fd =
            Native.result(state, (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
        if (fd < 0) {
          return -fd;
        }
        MemorySegment address = arena.allocate(2 + MAX_PATH, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
        boolean isAbstract = path[0] == '@';
        if (isAbstract) {
          address.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
        }
        MemorySegment payload = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
        // An abstract name is as long as the length says, so a closing NUL would be part of it
        int length = 2 + path.length + (isAbstract ? 0 : 1);
        int sent =
            Native.result(
                state,
                (long)
                    SENDTO.invokeExact(
                        state, fd, payload, (long) message.length, 0, address, length));
        int closed = Native.result(state, (int) CLOSE.invokeExact(state, fd));
        return sent < 0 ? -sent : -closed;
      }
    }
  }
}
