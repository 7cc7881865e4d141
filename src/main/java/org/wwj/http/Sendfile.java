package org.wwj.http;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.LONG;
import static org.wwj.libc.Native.POINTER;

import io.netty.util.concurrent.FastThreadLocal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.wwj.libc.Native;

/**
 * sendfile(2), and send(2) for what goes before, by the numbers of descriptors. Netty's own looks
 * at the file's size each time that a socket is full, and takes no file but one of the JDK's, whose
 * number cannot be had. Confined to an event loop.
 */
final class Sendfile {
  private static final int O_CLOEXEC = 0x80000;
  private static final MethodHandle OPEN = Native.plain("open", INT, POINTER, INT);
  private static final MethodHandle CLOSE = Native.plain("close", INT, INT);
  private static final MethodHandle SENDFILE =
      Native.bind("sendfile", LONG, INT, INT, POINTER, LONG);
  private static final MethodHandle SEND = Native.bind("send", LONG, INT, POINTER, LONG, INT);
  private static final int MSG_MORE = 0x8000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final FastThreadLocal<Sendfile> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Sendfile initialValue() {
          return new Sendfile();
        }
      };

  private final MemorySegment state = Native.state(Arena.ofAuto());
  private final MemorySegment offset = Arena.ofAuto().allocate(Native.LONG);

  private MemorySegment text = Arena.ofAuto().allocate(1024);

  private Sendfile() {}

  /** The one of this thread. */
  static Sendfile ofLoop() {
    return OF_LOOP.get();
  }

  /** Opens a file for reading; negative when it cannot be. */
  static int open(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) OPEN.invokeExact(arena.allocateFrom(path.toString()), O_CLOEXEC);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static void close(int file) {
    try {
      int failed = (int) CLOSE.invokeExact(file);
      assert failed == 0;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /**
   * Hands ASCII text to a socket, to leave with what follows it.
   *
   * @return how many bytes it took, or the negative error number
   */
  int sendMore(int socket, String ascii) {
    if (ascii.length() >= text.byteSize()) { // setString ends it with a zero
      text = Arena.ofAuto().allocate(2L * ascii.length());
    }
    text.setString(0, ascii, StandardCharsets.US_ASCII);
    try {
      int n;
      do {
        n =
            Native.result(
                state,
                (long)
                    SEND.invokeExact(
                        state, socket, text, (long) ascii.length(), MSG_MORE | MSG_NOSIGNAL));
      } while (n == -Native.EINTR);
      return n;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /**
   * Hands bytes of a file to a socket.
   *
   * @return how many it took, 0 at the file's end, or the negative error number
   */
  int send(int socket, int file, long from, int most) {
    try {
      int n;
      do {
        offset.set(Native.LONG, 0, from);
        n =
            Native.result(
                state, (long) SENDFILE.invokeExact(state, socket, file, offset, (long) most));
      } while (n == -Native.EINTR);
      return n;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
