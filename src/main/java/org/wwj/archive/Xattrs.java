package org.wwj.archive;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.LONG;
import static org.wwj.libc.Native.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.wwj.libc.Native;

/**
 * The extended attributes of a file that belong to it wherever it is: file capabilities, access
 * lists and those of users. Labels of SELinux and seals of IMA are this machine's own and stay. The
 * JDK sees only the users' ones, so libc is asked.
 */
public final class Xattrs {
  private static final int MAX_NAMES = 1 << 16;
  private static final int MAX_VALUE = 1 << 16;
  private static final MethodHandle LLISTXATTR =
      Native.plain("llistxattr", LONG, POINTER, POINTER, LONG);
  private static final MethodHandle LGETXATTR =
      Native.plain("lgetxattr", LONG, POINTER, POINTER, POINTER, LONG);
  private static final MethodHandle LSETXATTR =
      Native.plain("lsetxattr", INT, POINTER, POINTER, POINTER, LONG, INT);

  private Xattrs() {}

  /**
   * Reads them without following a link.
   *
   * @return by full name, such as {@code security.capability}; empty where the file system has none
   * @throws IOException when one that was listed cannot be read
   */
  public static SortedMap<String, byte[]> read(Path file) throws IOException {
    return read(file, Xattrs::travels);
  }

  /**
   * As {@link #read}, but with those that are this machine's own.
   *
   * @throws IOException when one that was listed cannot be read
   */
  public static SortedMap<String, byte[]> all(Path file) throws IOException {
    return read(file, name -> !name.isEmpty());
  }

  /**
   * Sets one without following a link.
   *
   * @throws IOException when the file system does not take it
   */
  public static void write(Path file, String name, byte[] value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
      int failed =
          (int)
              LSETXATTR.invokeExact(
                  arena.allocateFrom(file.toString()),
                  arena.allocateFrom(name),
                  bytes,
                  (long) value.length,
                  0);
      if (failed != 0) {
        throw new IOException(file + ": its attribute " + name + " cannot be set");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static SortedMap<String, byte[]> read(Path file, Predicate<String> wanted)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString());
      MemorySegment none = MemorySegment.NULL;
      long size = (long) LLISTXATTR.invokeExact(path, none, 0L);
      if (size <= 0 || size > MAX_NAMES) {
        return Collections.emptySortedMap();
      }
      MemorySegment names = arena.allocate(size);
      long length = Math.max(0, (long) LLISTXATTR.invokeExact(path, names, size));
      byte[] bytes = names.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      SortedMap<String, byte[]> found = new TreeMap<>();
      for (String name : new String(bytes, StandardCharsets.UTF_8).split("\0")) {
        if (wanted.test(name)) {
          found.put(name, value(arena, file, path, name));
        }
      }
      return found;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static byte[] value(Arena arena, Path file, MemorySegment path, String name)
      throws Throwable {
    MemorySegment buffer = arena.allocate(MAX_VALUE);
    long size =
        (long) LGETXATTR.invokeExact(path, arena.allocateFrom(name), buffer, (long) MAX_VALUE);
    if (size < 0) {
      throw new IOException(file + ": its attribute " + name + " cannot be read");
    }
    return buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
  }

  private static boolean travels(String name) {
    return name.equals("security.capability")
        || name.startsWith("system.posix_acl_")
        || name.startsWith("user.");
  }
}
