package org.wwj.archive;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.LONG;
import static org.wwj.libc.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wwj.libc.Native;

/** {@link Syscalls} on extended attributes (xattr(7)). */
final class XattrCalls {
  private static final int BUFFER = 1 << 16;

  private static final MethodHandle FSETXATTR =
      Native.bind("fsetxattr", INT, INT, POINTER, POINTER, LONG, INT);
  private static final MethodHandle LSETXATTR =
      Native.bind("lsetxattr", INT, POINTER, POINTER, POINTER, LONG, INT);
  private static final MethodHandle FGETXATTR =
      Native.bind("fgetxattr", LONG, INT, POINTER, POINTER, LONG);
  private static final MethodHandle FLISTXATTR =
      Native.bind("flistxattr", LONG, INT, POINTER, LONG);
  private static final MethodHandle FREMOVEXATTR = Native.bind("fremovexattr", INT, INT, POINTER);
  private static final MethodHandle LREMOVEXATTR =
      Native.bind("lremovexattr", INT, POINTER, POINTER);

  private final MemorySegment state;
  private final MemorySegment first;
  private final MemorySegment second;
  private final MemorySegment buffer;

  XattrCalls(Arena arena) {
    state = Native.state(arena);
    first = arena.allocate(Syscalls.PATH_MAX + 64);
    second = arena.allocate(Syscalls.PATH_MAX + 64);
    buffer = arena.allocate(BUFFER);
  }

  int set(int file, String attribute, byte[] value) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment bytes = own.allocateFrom(ValueLayout.JAVA_BYTE, value);
      return Native.result(
          state,
          (int)
              FSETXATTR.invokeExact(
                  state, file, Native.name(first, attribute), bytes, (long) value.length, 0));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Sets one of something that must not be opened: a link, a device. */
  int setAt(int folder, String name, String attribute, byte[] value) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment bytes = own.allocateFrom(ValueLayout.JAVA_BYTE, value);
      return Native.result(
          state,
          (int)
              LSETXATTR.invokeExact(
                  state,
                  Native.name(first, throughProc(folder, name)),
                  Native.name(second, attribute),
                  bytes,
                  (long) value.length,
                  0));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  boolean has(int file, String attribute) {
    try {
      return (long)
              FGETXATTR.invokeExact(
                  state, file, Native.name(first, attribute), MemorySegment.NULL, 0L)
          > 0;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** The names of an open file's extended attributes; empty where there are none to be told. */
  List<String> names(int file) {
    try {
      long size = (long) FLISTXATTR.invokeExact(state, file, buffer, (long) BUFFER);
      if (size <= 0) {
        return List.of();
      }
      byte[] names = buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
      return List.of(new String(names, StandardCharsets.ISO_8859_1).split("\0"));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int remove(int file, String attribute) {
    try {
      return Native.result(
          state, (int) FREMOVEXATTR.invokeExact(state, file, Native.name(first, attribute)));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int removeAt(int folder, String name, String attribute) {
    try {
      return Native.result(
          state,
          (int)
              LREMOVEXATTR.invokeExact(
                  state,
                  Native.name(first, throughProc(folder, name)),
                  Native.name(second, attribute)));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** There is no lsetxattrat before Linux 6.13. */
  private static String throughProc(int folder, String name) {
    return "/proc/self/fd/" + folder + "/" + name;
  }
}
