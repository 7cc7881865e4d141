package org.wwj.net;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.wwj.libc.Native;

/**
 * recvmmsg(2) and sendmmsg(2) of the C library: many datagrams with one call. Made ready when first
 * used, which takes some tens of milliseconds.
 */
final class MessageCalls {
  private static final int MSG_DONTWAIT = 0x40;
  private static final MethodHandle RECEIVE =
      Native.bind("recvmmsg", INT, INT, LONG, INT, INT, LONG);
  private static final MethodHandle SEND = Native.bind("sendmmsg", INT, INT, LONG, INT, INT);

  private final MemorySegment state = Native.state(Arena.ofAuto());

  /** Fills the first headers of an array; the number of datagrams read, or the negative errno. */
  int receive(int socket, long headers, int count) {
    try {
      return Native.result(
          state, (int) RECEIVE.invokeExact(state, socket, headers, count, MSG_DONTWAIT, 0L));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Sends the first headers of an array; the number of datagrams sent, or the negative errno. */
  int send(int socket, long headers, int count) {
    try {
      return Native.result(
          state, (int) SEND.invokeExact(state, socket, headers, count, MSG_DONTWAIT));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
