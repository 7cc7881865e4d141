package org.wwj.archive;

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
import java.util.List;

/**
 * Linux' calls on files relative to an open folder. Each returns what the kernel does: zero or
 * more, or the negative error number. Names are bytes, a char each. Used by one thread at a time.
 */
final class Syscalls implements AutoCloseable {
  static final int NOENT = -2;
  static final int AGAIN = -11;
  static final int EXIST = -17;
  static final int NOTDIR = -20;
  static final int ISDIR = -21;
  static final int LOOP = -40;
  static final int NAMETOOLONG = -36;

  static final int PATH_MAX = 4096;
  static final int WRITE_ONLY = 1;
  static final int CREATE_NEW = 0300;
  static final int CLOSE_ON_EXEC = 02000000;
  static final int REMOVE_FOLDER = 0x200;
  static final long OMIT = 0x3ffffffe;

  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
  static final int FOLDER = ARM ? 040000 : 0200000;
  static final int NOFOLLOW = ARM ? 0100000 : 0400000;

  private static final int NOFOLLOW_AT = 0x100;
  private static final int EMPTY_PATH_AT = 0x1000;
  private static final int CWD = -100;

  /** NO_XDEV, NO_MAGICLINKS and IN_ROOT of linux/openat2.h. */
  private static final long BENEATH = 0x01 | 0x02 | 0x10;

  private static final long NO_SYMLINKS = 0x04;
  private static final long OPENAT2 = 437;
  private static final int STATX_BASIC = 0x7ff;
  private static final int BUFFER = 1 << 17;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SYSCALL =
      variadic("syscall", 1, LONG, LONG, INT, POINTER, POINTER, LONG);
  private static final MethodHandle OPENAT = variadic("openat", 3, INT, INT, POINTER, INT, INT);
  private static final MethodHandle MKDIRAT = bind("mkdirat", INT, INT, POINTER, INT);
  private static final MethodHandle SYMLINKAT = bind("symlinkat", INT, POINTER, INT, POINTER);
  private static final MethodHandle LINKAT = bind("linkat", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle MKNODAT = bind("mknodat", INT, INT, POINTER, INT, LONG);
  private static final MethodHandle UNLINKAT = bind("unlinkat", INT, INT, POINTER, INT);
  private static final MethodHandle FCHOWN = bind("fchown", INT, INT, INT, INT);
  private static final MethodHandle FCHOWNAT = bind("fchownat", INT, INT, POINTER, INT, INT, INT);
  private static final MethodHandle FCHMOD = bind("fchmod", INT, INT, INT);
  private static final MethodHandle FCHMODAT = bind("fchmodat", INT, INT, POINTER, INT, INT);
  private static final MethodHandle FSETXATTR =
      bind("fsetxattr", INT, INT, POINTER, POINTER, LONG, INT);
  private static final MethodHandle LSETXATTR =
      bind("lsetxattr", INT, POINTER, POINTER, POINTER, LONG, INT);
  private static final MethodHandle FGETXATTR =
      bind("fgetxattr", LONG, INT, POINTER, POINTER, LONG);
  private static final MethodHandle FLISTXATTR = bind("flistxattr", LONG, INT, POINTER, LONG);
  private static final MethodHandle FREMOVEXATTR = bind("fremovexattr", INT, INT, POINTER);
  private static final MethodHandle LREMOVEXATTR = bind("lremovexattr", INT, POINTER, POINTER);
  private static final MethodHandle FUTIMENS = bind("futimens", INT, INT, POINTER);
  private static final MethodHandle UTIMENSAT = bind("utimensat", INT, INT, POINTER, POINTER, INT);
  private static final MethodHandle PWRITE = bind("pwrite", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle FTRUNCATE = bind("ftruncate", INT, INT, LONG);
  private static final MethodHandle STATX = bind("statx", INT, INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle GETDENTS = bind("getdents64", LONG, INT, POINTER, LONG);
  private static final MethodHandle CLOSE = bind("close", INT, INT);
  private static final MethodHandle STRERROR =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(POINTER, INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment first = arena.allocate(PATH_MAX + 64);
  private final MemorySegment second = arena.allocate(PATH_MAX + 64);
  private final MemorySegment empty = arena.allocate(1);
  private final MemorySegment how = arena.allocate(24, 8);
  private final MemorySegment times = arena.allocate(32, 8);
  private final MemorySegment stat = arena.allocate(256, 8);
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);

  private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(result, parameters),
            Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(result, parameters),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(fixed));
  }

  /** What {@code statx} tells of an inode. */
  record Stat(long inode, int mode, int device, long seconds, int nanos) {
    boolean isFolder() {
      return (mode & 0170000) == 0040000;
    }
  }

  /** The system's words for a negative error number. */
  static String reason(int error) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(-error);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Opens a folder by any path outside of what is guarded. */
  int openFolder(String path) {
    return openAt(CWD, path, FOLDER | CLOSE_ON_EXEC, 0);
  }

  /** Opens a folder as if {@code root} were the root of all: no link and no mount leads out. */
  int openBeneath(int root, String path, boolean throughLinks) {
    if (path.length() >= PATH_MAX) {
      return NAMETOOLONG;
    }
    how.set(LONG, 0, FOLDER | CLOSE_ON_EXEC);
    how.set(LONG, 8, 0);
    how.set(LONG, 16, throughLinks ? BENEATH : BENEATH | NO_SYMLINKS);
    try {
      return result(
          (long) SYSCALL.invokeExact(state, OPENAT2, root, name(first, path), how, how.byteSize()));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int openAt(int folder, String name, int flags, int mode) {
    try {
      return result(
          (int) OPENAT.invokeExact(state, folder, name(first, name), flags | CLOSE_ON_EXEC, mode));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int mkdirAt(int folder, String name) {
    try {
      return result((int) MKDIRAT.invokeExact(state, folder, name(first, name), 0700));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int symlinkAt(String target, int folder, String name) {
    try {
      return result(
          (int) SYMLINKAT.invokeExact(state, name(first, target), folder, name(second, name)));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int linkAt(int fromFolder, String from, int toFolder, String to) {
    try {
      return result(
          (int)
              LINKAT.invokeExact(
                  state, fromFolder, name(first, from), toFolder, name(second, to), 0));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int mknodAt(int folder, String name, int mode, int major, int minor) {
    long device =
        ((major & 0xfffff000L) << 32)
            | ((major & 0xfffL) << 8)
            | ((minor & 0xffffff00L) << 12)
            | (minor & 0xffL);
    try {
      return result((int) MKNODAT.invokeExact(state, folder, name(first, name), mode, device));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int unlinkAt(int folder, String name, int flags) {
    try {
      return result((int) UNLINKAT.invokeExact(state, folder, name(first, name), flags));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int chown(int file, long uid, long gid) {
    try {
      return result((int) FCHOWN.invokeExact(state, file, (int) uid, (int) gid));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int chownAt(int folder, String name, long uid, long gid) {
    try {
      return result(
          (int)
              FCHOWNAT.invokeExact(
                  state, folder, name(first, name), (int) uid, (int) gid, NOFOLLOW_AT));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int chmod(int file, int mode) {
    try {
      return result((int) FCHMOD.invokeExact(state, file, mode));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int chmodAt(int folder, String name, int mode) {
    try {
      return result(
          (int) FCHMODAT.invokeExact(state, folder, name(first, name), mode, NOFOLLOW_AT));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int setXattr(int file, String attribute, byte[] value) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment bytes = own.allocateFrom(ValueLayout.JAVA_BYTE, value);
      return result(
          (int)
              FSETXATTR.invokeExact(
                  state, file, name(first, attribute), bytes, (long) value.length, 0));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Sets one of something that must not be opened: a link, a device. */
  int setXattrAt(int folder, String name, String attribute, byte[] value) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment bytes = own.allocateFrom(ValueLayout.JAVA_BYTE, value);
      return result(
          (int)
              LSETXATTR.invokeExact(
                  state,
                  name(first, throughProc(folder, name)),
                  name(second, attribute),
                  bytes,
                  (long) value.length,
                  0));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  boolean hasXattr(int file, String attribute) {
    try {
      return (long)
              FGETXATTR.invokeExact(state, file, name(first, attribute), MemorySegment.NULL, 0L)
          > 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The names of an open file's extended attributes; empty where there are none to be told. */
  List<String> xattrs(int file) {
    try {
      long size = (long) FLISTXATTR.invokeExact(state, file, buffer, (long) BUFFER);
      if (size <= 0) {
        return List.of();
      }
      byte[] names = buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
      return List.of(new String(names, StandardCharsets.ISO_8859_1).split("\0"));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int removeXattr(int file, String attribute) {
    try {
      return result((int) FREMOVEXATTR.invokeExact(state, file, name(first, attribute)));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int removeXattrAt(int folder, String name, String attribute) {
    try {
      return result(
          (int)
              LREMOVEXATTR.invokeExact(
                  state, name(first, throughProc(folder, name)), name(second, attribute)));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** There is no lsetxattrat before Linux 6.13. */
  private static String throughProc(int folder, String name) {
    return "/proc/self/fd/" + folder + "/" + name;
  }

  int setTime(int file, long seconds, long nanos) {
    try {
      return result((int) FUTIMENS.invokeExact(state, file, times(seconds, nanos, nanos)));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Gives a folder back the time it had; when it was read is nobody's concern. */
  int restoreTime(int folder, long seconds, long nanos) {
    try {
      return result((int) FUTIMENS.invokeExact(state, folder, times(seconds, OMIT, nanos)));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int setTimeAt(int folder, String name, long seconds, long nanos) {
    try {
      return result(
          (int)
              UTIMENSAT.invokeExact(
                  state, folder, name(first, name), times(seconds, nanos, nanos), NOFOLLOW_AT));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private MemorySegment times(long seconds, long accessNanos, long changeNanos) {
    times.set(LONG, 0, seconds);
    times.set(LONG, 8, accessNanos);
    times.set(LONG, 16, seconds);
    times.set(LONG, 24, changeNanos);
    return times;
  }

  /** Writes up to 128 KiB and tells how much of it. */
  int write(int file, byte[] bytes, int offset, int length, long position) {
    int count = Math.min(length, BUFFER);
    MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, count);
    try {
      return result((long) PWRITE.invokeExact(state, file, buffer, (long) count, position));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int truncate(int file, long size) {
    try {
      return result((int) FTRUNCATE.invokeExact(state, file, size));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The outcome of the next call of {@link #stat()}. */
  int statAt(int folder, String name) {
    try {
      MemorySegment path = name.isEmpty() ? empty : name(first, name);
      return result(
          (int)
              STATX.invokeExact(
                  state, folder, path, NOFOLLOW_AT | EMPTY_PATH_AT, STATX_BASIC, stat));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What the last {@link #statAt} found. */
  Stat stat() {
    return new Stat(
        stat.get(LONG, 32),
        stat.get(ValueLayout.JAVA_SHORT, 28) & 0xFFFF,
        (stat.get(INT, 136) << 16) ^ stat.get(INT, 140),
        stat.get(LONG, 112),
        stat.get(INT, 120));
  }

  /** Adds the next names of an open folder, without dots: zero at its end. */
  int names(int folder, List<String> into) {
    try {
      long size = (long) GETDENTS.invokeExact(state, folder, buffer, (long) BUFFER);
      for (long at = 0; at < size; at += buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16)) {
        String name = buffer.getString(at + 19, StandardCharsets.ISO_8859_1);
        if (!name.equals(".") && !name.equals("..")) {
          into.add(name);
        }
      }
      return result(size);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int close(int file) {
    try {
      return result((int) CLOSE.invokeExact(state, file));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private int result(long value) {
    return value < 0 ? -(int) ERRNO.get(state, 0L) : (int) value;
  }

  /** Puts a name where the kernel finds it; too long a one is cut beyond what it accepts. */
  private static MemorySegment name(MemorySegment into, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int length = (int) Math.min(bytes.length, into.byteSize() - 1);
    MemorySegment.copy(bytes, 0, into, ValueLayout.JAVA_BYTE, 0, length);
    into.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
    return into;
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  @Override
  public void close() {
    arena.close();
  }
}
