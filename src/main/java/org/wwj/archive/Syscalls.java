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

  private static final MethodHandle SYSCALL =
      Native.variadic("syscall", 1, LONG, LONG, INT, POINTER, POINTER, LONG);
  private static final MethodHandle OPENAT =
      Native.variadic("openat", 3, INT, INT, POINTER, INT, INT);
  private static final MethodHandle MKDIRAT = Native.bind("mkdirat", INT, INT, POINTER, INT);
  private static final MethodHandle SYMLINKAT =
      Native.bind("symlinkat", INT, POINTER, INT, POINTER);
  private static final MethodHandle LINKAT =
      Native.bind("linkat", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle MKNODAT = Native.bind("mknodat", INT, INT, POINTER, INT, LONG);
  private static final MethodHandle UNLINKAT = Native.bind("unlinkat", INT, INT, POINTER, INT);
  private static final MethodHandle FCHOWN = Native.bind("fchown", INT, INT, INT, INT);
  private static final MethodHandle FCHOWNAT =
      Native.bind("fchownat", INT, INT, POINTER, INT, INT, INT);
  private static final MethodHandle FCHMOD = Native.bind("fchmod", INT, INT, INT);
  private static final MethodHandle FCHMODAT = Native.bind("fchmodat", INT, INT, POINTER, INT, INT);
  private static final MethodHandle FUTIMENS = Native.bind("futimens", INT, INT, POINTER);
  private static final MethodHandle UTIMENSAT =
      Native.bind("utimensat", INT, INT, POINTER, POINTER, INT);
  private static final MethodHandle PWRITE = Native.bind("pwrite", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle FTRUNCATE = Native.bind("ftruncate", INT, INT, LONG);
  private static final MethodHandle STATX =
      Native.bind("statx", INT, INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle GETDENTS = Native.bind("getdents64", LONG, INT, POINTER, LONG);
  private static final MethodHandle CLOSE = Native.bind("close", INT, INT);
  private static final MethodHandle STRERROR = Native.plain("strerror", POINTER, INT);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Native.state(arena);
  private final XattrCalls xattrs = new XattrCalls(arena);
  private final MemorySegment first = arena.allocate(PATH_MAX + 64);
  private final MemorySegment second = arena.allocate(PATH_MAX + 64);
  private final MemorySegment empty = arena.allocate(1);
  private final MemorySegment how = arena.allocate(24, 8);
  private final MemorySegment times = arena.allocate(32, 8);
  private final MemorySegment stat = arena.allocate(256, 8);
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);

  /** Those on extended attributes. */
  XattrCalls xattrs() {
    return xattrs;
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
      throw Native.unexpected(e);
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
      return Native.result(
          state,
          (long)
              SYSCALL.invokeExact(
                  state, OPENAT2, root, Native.name(first, path), how, how.byteSize()));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int openAt(int folder, String name, int flags, int mode) {
    try {
      return Native.result(
          state,
          (int)
              OPENAT.invokeExact(
                  state, folder, Native.name(first, name), flags | CLOSE_ON_EXEC, mode));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int mkdirAt(int folder, String name) {
    try {
      return Native.result(
          state, (int) MKDIRAT.invokeExact(state, folder, Native.name(first, name), 0700));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int symlinkAt(String target, int folder, String name) {
    try {
      return Native.result(
          state,
          (int)
              SYMLINKAT.invokeExact(
                  state, Native.name(first, target), folder, Native.name(second, name)));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int linkAt(int fromFolder, String from, int toFolder, String to) {
    try {
      return Native.result(
          state,
          (int)
              LINKAT.invokeExact(
                  state,
                  fromFolder,
                  Native.name(first, from),
                  toFolder,
                  Native.name(second, to),
                  0));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int mknodAt(int folder, String name, int mode, int major, int minor) {
    long device =
        ((major & 0xfffff000L) << 32)
            | ((major & 0xfffL) << 8)
            | ((minor & 0xffffff00L) << 12)
            | (minor & 0xffL);
    try {
      return Native.result(
          state, (int) MKNODAT.invokeExact(state, folder, Native.name(first, name), mode, device));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int unlinkAt(int folder, String name, int flags) {
    try {
      return Native.result(
          state, (int) UNLINKAT.invokeExact(state, folder, Native.name(first, name), flags));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int chown(int file, long uid, long gid) {
    try {
      return Native.result(state, (int) FCHOWN.invokeExact(state, file, (int) uid, (int) gid));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int chownAt(int folder, String name, long uid, long gid) {
    try {
      return Native.result(
          state,
          (int)
              FCHOWNAT.invokeExact(
                  state, folder, Native.name(first, name), (int) uid, (int) gid, NOFOLLOW_AT));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int chmod(int file, int mode) {
    try {
      return Native.result(state, (int) FCHMOD.invokeExact(state, file, mode));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int chmodAt(int folder, String name, int mode) {
    try {
      return Native.result(
          state,
          (int) FCHMODAT.invokeExact(state, folder, Native.name(first, name), mode, NOFOLLOW_AT));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int setTime(int file, long seconds, long nanos) {
    try {
      return Native.result(
          state, (int) FUTIMENS.invokeExact(state, file, times(seconds, nanos, nanos)));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Gives a folder back the time it had; when it was read is nobody's concern. */
  int restoreTime(int folder, long seconds, long nanos) {
    try {
      return Native.result(
          state, (int) FUTIMENS.invokeExact(state, folder, times(seconds, OMIT, nanos)));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int setTimeAt(int folder, String name, long seconds, long nanos) {
    try {
      return Native.result(
          state,
          (int)
              UTIMENSAT.invokeExact(
                  state,
                  folder,
                  Native.name(first, name),
                  times(seconds, nanos, nanos),
                  NOFOLLOW_AT));
    } catch (Throwable e) {
      throw Native.unexpected(e);
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
      return Native.result(
          state, (long) PWRITE.invokeExact(state, file, buffer, (long) count, position));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int truncate(int file, long size) {
    try {
      return Native.result(state, (int) FTRUNCATE.invokeExact(state, file, size));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** The outcome of the next call of {@link #stat()}. */
  int statAt(int folder, String name) {
    try {
      MemorySegment path = name.isEmpty() ? empty : Native.name(first, name);
      return Native.result(
          state,
          (int)
              STATX.invokeExact(
                  state, folder, path, NOFOLLOW_AT | EMPTY_PATH_AT, STATX_BASIC, stat));
    } catch (Throwable e) {
      throw Native.unexpected(e);
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
      return Native.result(state, size);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  int close(int file) {
    try {
      return Native.result(state, (int) CLOSE.invokeExact(state, file));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
