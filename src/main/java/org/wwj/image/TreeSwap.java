package org.wwj.image;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.wwj.libc.Native;

/**
 * How a new tree takes the place of an image's old one, so that a kill at any instant leaves one of
 * the two, whole.
 *
 * <pre>
 * NAME/.import-X/{rootfs, origin, scratch}   it grows; whoever finds it later deletes it
 * NAME/.swap-INODE/{rootfs, origin}          it is complete; whoever finds it later ends the swap, or undoes it
 * NAME/{rootfs, origin}                      the image
 * </pre>
 *
 * The number is the new tree's inode: where it is, tells how far the swap came. All of it is done
 * under the image's {@link ImageLock}.
 */
final class TreeSwap {
  private static final String GROWING = ".import-";
  private static final String DEAD = GROWING + "dead";
  private static final String DECIDED = ".swap-";
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String ROOTFS = "rootfs";
  private static final String OLD = "old";

  private static final int EBUSY = 16;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;
  private static final int AT_FDCWD = -100;
  private static final int RENAME_EXCHANGE = 2;

  private TreeSwap() {}

  /** A folder of the image for a tree that grows. */
  static Path begin(Path home) throws IOException {
    return Files.createTempDirectory(home, GROWING);
  }

  /** Makes the tree in that folder the image's. */
  static void complete(Path fresh, Path home) throws IOException {
    Path decided = home.resolve(DECIDED + inode(fresh.resolve(ROOTFS)));
    Files.move(fresh, decided, StandardCopyOption.ATOMIC_MOVE);
    put(decided.resolve(ROOTFS), home.resolve(ROOTFS), decided.resolve(OLD));
    finish(decided, home);
  }

  /**
   * Tidies up after a process that was killed: an exchange that has happened is brought to its end,
   * anything less is undone, and the old tree is the image's.
   */
  static void recover(Path home) throws IOException {
    for (Path left : left(home)) {
      if (left.getFileName().toString().startsWith(DECIDED)) {
        resume(left, home);
      } else {
        discard(left);
      }
    }
  }

  /** Whether there is something to recover. */
  static boolean interrupted(Path home) throws IOException {
    return !left(home).isEmpty();
  }

  private static List<Path> left(Path home) throws IOException {
    try (Stream<Path> children = Files.list(home)) {
      return children
          .filter(child -> {
            String name = child.getFileName().toString();
            return name.startsWith(GROWING) || name.startsWith(DECIDED);
          })
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The new tree is where it belongs: so does its origin, and the old one goes. */
  private static void finish(Path decided, Path home) throws IOException {
    Path origin = decided.resolve(Origin.FILE);
    if (Files.exists(origin)) {
      Files.move(origin, home.resolve(Origin.FILE), StandardCopyOption.ATOMIC_MOVE);
    }
    discard(decided);
  }

  /** Forward when the new tree is in its place already, else back. */
  private static void resume(Path decided, Path home) throws IOException {
    Path rootfs = home.resolve(ROOTFS);
    String wanted = decided.getFileName().toString().substring(DECIDED.length());
    if (inode(rootfs).equals(wanted)) {
      finish(decided, home);
      return;
    }
    Path old = decided.resolve(OLD);
    if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)
        && !Files.exists(rootfs, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(old, rootfs);
    }
    discard(decided);
  }

  private static void discard(Path left) throws IOException {
    // A program that the dead one had started may still write: under its old name no more.
    String name = left.getFileName().toString();
    Path dead = name.startsWith(DEAD) ? left : left.resolveSibling(DEAD + name);
    if (!dead.equals(left)) {
      Files.move(left, dead, StandardCopyOption.ATOMIC_MOVE);
    }
    for (int tries = 1; ; tries++) {
      try {
        TreeCopy.delete(dead);
        return;
      } catch (ImageException e) {
        if (tries == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos()); // that program finds its input gone, and ends
      }
    }
  }

  private static void put(Path tree, Path rootfs, Path old) throws IOException {
    boolean had = Files.exists(rootfs, LinkOption.NOFOLLOW_LINKS);
    if (had && exchange(tree, rootfs)) {
      return;
    }
    if (had) {
      Files.move(rootfs, old);
    }
    try {
      Files.move(tree, rootfs);
    } catch (IOException e) {
      if (had) {
        Files.move(old, rootfs);
      }
      throw e;
    }
  }

  /** The number of a folder or link on its file system; empty when there is none. */
  private static String inode(Path path) throws IOException {
    try {
      return String.valueOf(Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * Swaps the two in one step (renameat2(2), RENAME_EXCHANGE).
   *
   * @return false on a file system that cannot, as NFS
   */
  static boolean exchange(Path one, Path other) throws IOException {
    int result = exchange(one.toString(), other.toString());
    return switch (result) {
      case 0 -> true;
      case -EINVAL, -ENOSYS, -EOPNOTSUPP -> false;
      case -EBUSY ->
          throw new ImageException(
              other + " is in use as a mount point; unmount what is mounted there, then try again");
      default ->
          throw new IOException(one + " and " + other + " cannot change places: errno " + -result);
    };
  }

  private static int exchange(String one, String other) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.state(arena);
      return Native.result(
          state,
          (int)
              Renaming.RENAMEAT2.invokeExact(
                  state,
                  AT_FDCWD,
                  arena.allocateFrom(one),
                  AT_FDCWD,
                  arena.allocateFrom(other),
                  RENAME_EXCHANGE));
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Bound when trees are swapped, which few commands do. */
  private static final class Renaming {
    static final MethodHandle RENAMEAT2 =
        Native.bind("renameat2", INT, INT, POINTER, INT, POINTER, INT);
  }
}
