package org.wwj.net;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * recvmmsg(2) and sendmmsg(2) of the C library: many datagrams with one call. Made ready when first
 * used, which takes some tens of milliseconds.
 */
final class MessageCalls {
  /** errno where nothing can be read or written now. */
  static final int EAGAIN = 11;

  /** errno of a call that a signal ended. */
  static final int EINTR = 4;

  private static final int MSG_DONTWAIT = 0x40;
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle RECEIVE =
      call(
          "recvmmsg",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle SEND =
      call(
          "sendmmsg",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT));

  private final MemorySegment state = Arena.ofAuto().allocate(STATE);

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** Fills the first headers of an array; the number of datagrams read, or the negative errno. */
  int receive(int socket, long headers, int count) {
    try {
      int n = (int) RECEIVE.invokeExact(state, socket, headers, count, MSG_DONTWAIT, 0L);
      return n < 0 ? -(int) ERRNO.get(state, 0L) : n;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // a call of C throws nothing
    }
  }

  /** Sends the first headers of an array; the number of datagrams sent, or the negative errno. */
  int send(int socket, long headers, int count) {
    try {
      int n = (int) SEND.invokeExact(state, socket, headers, count, MSG_DONTWAIT);
      return n < 0 ? -(int) ERRNO.get(state, 0L) : n;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
