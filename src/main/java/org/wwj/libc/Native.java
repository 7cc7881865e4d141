package org.wwj.libc;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * How libc's functions are called, and how they tell what went wrong: the JDK has no words for some
 * of what Linux does.
 */
public final class Native {
  public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  public static final AddressLayout POINTER = ValueLayout.ADDRESS;

  /** errno where nothing can be read or written now. */
  public static final int EAGAIN = 11;

  /** errno of a call that a signal ended. */
  public static final int EINTR = 4;

  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Native() {}

  /** Where a call leaves its error number. */
  public static MemorySegment state(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  /** A function that keeps its error number; its first argument is {@link #state}. */
  public static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            address(name),
            FunctionDescriptor.of(result, parameters),
            Linker.Option.captureCallState("errno"));
  }

  /** One that keeps no error number, and takes its own arguments alone. */
  public static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(address(name), FunctionDescriptor.of(result, parameters));
  }

  /** Where a function is, to be handed to another one. */
  public static MemorySegment address(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  /** One whose arguments from that number on are variadic. */
  public static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            address(name),
            FunctionDescriptor.of(result, parameters),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(fixed));
  }

  /** What a call returned, or its negative error number. */
  public static int result(MemorySegment state, long value) {
    return value < 0 ? -(int) ERRNO.get(state, 0L) : (int) value;
  }

  /** Puts a name where the kernel finds it; too long a one is cut beyond what it accepts. */
  public static MemorySegment name(MemorySegment into, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int length = (int) Math.min(bytes.length, into.byteSize() - 1);
    MemorySegment.copy(bytes, 0, into, ValueLayout.JAVA_BYTE, 0, length);
    into.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
    return into;
  }

  /** For what a call threw, which is nothing but what a mistake here throws. */
  public static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }
}
