package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images as a whole: copied, renamed, deleted. What is unfinished has a name that nobody looks at,
 * and ends with the name of its process; the next one here removes it when that process is gone.
 */
public final class ImageMoves {
  private static final String COPY = ".copy-";
  private static final String DELETED = ".delete-";
  private static final String ORIGIN = "origin";

  private final ImageStore store;

  /** Moves within that store. */
  public ImageMoves(ImageStore store) {
    this.store = store;
  }

  /**
   * Copies an image's tree under another name; blocks are shared where the file system can.
   *
   * @throws ImageException when the one is not there or in use, or the other is there
   */
  public void copy(String from, String to) {
    requireFree(to);
    try (TreeLock lock = TreeLock.exclusive(store, from)) {
      Path target = store.home(to);
      sweep();
      Path half = own(Folders.parent(target), COPY + to);
      Path tree = Files.createDirectories(half.resolve("rootfs"));
      try {
        TreeCopy.copy(lock.root(), tree);
        Path origin = store.home(from).resolve(ORIGIN);
        if (Files.exists(origin)) {
          Files.copy(origin, half.resolve(ORIGIN), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(Folders.parent(target));
      } finally {
        if (Files.exists(half)) {
          TreeCopy.delete(half);
        }
      }
    } catch (IOException e) {
      throw new ImageException("image " + from + " is not copied to " + to + ": " + e, e);
    }
  }

  /**
   * Gives an image another name, its generations too. One that was cut off is brought to its end.
   *
   * @throws ImageException when the image is not there or in use, or the new name is taken
   */
  public void rename(String from, String to) {
    if (from.equals(to)) {
      throw new ImageException("image " + from + " has that name already");
    }
    boolean half = !Files.isDirectory(store.rootfs(from)) && begunFrom(to).equals(from);
    if (!half) {
      requireFree(to);
    }
    try (TreeLock lock = TreeLock.exclusive(store, half ? to : from)) {
      refuseMounts(from);
      Path begun = mark(lock.run());
      if (!half) {
        Files.writeString(begun, from);
        Files.move(store.home(from), store.home(to), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(Folders.parent(store.home(to)));
      }
      Path generations = store.generations(from);
      if (Files.isDirectory(generations, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(generations, store.generations(to), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(Folders.parent(generations));
      }
      Files.deleteIfExists(mark(store.run(to)));
    } catch (IOException e) {
      throw new ImageException(
          "image %s is not renamed to %s to the end: %s; run it again".formatted(from, to, e), e);
    }
  }

  private static Path mark(Path run) {
    return run.resolve("renamed-from");
  }

  /** The name from which a renaming to this one was cut off; empty when none was. */
  private String begunFrom(String image) {
    Path mark = mark(store.run(image));
    try {
      return Files.exists(mark) ? Files.readString(mark) : "";
    } catch (IOException e) {
      throw new ImageException(mark + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Deletes an image with all of its generations. Nodes that are loading it get it to the end.
   *
   * @throws ImageException when it is not there or in use
   */
  public void delete(String image) {
    boolean tree = Files.isDirectory(store.rootfs(image));
    if (!tree && !Files.isDirectory(store.generations(image))) {
      throw new ImageException("no image '" + image + "'; wwj image list shows those there are");
    }
    refuseMounts(image);
    try (@Nullable TreeLock _ = tree ? TreeLock.exclusive(store, image) : null) {
      // Out of sight first, so that no half of it can be seen or booted.
      hide(store.generations(image));
      hide(store.home(image));
      for (String archive : List.of(".img", ".img.gz")) { // Warewulf's
        Path file = store.generations(image).resolveSibling(image + archive);
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
      sweepOwn();
      sweep();
    } catch (IOException e) {
      throw new ImageException("image " + image + " is not deleted to the end: " + e, e);
    }
  }

  private void hide(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = Folders.parent(folder);
      Files.move(
          folder, own(parent, DELETED + folder.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(parent);
    }
  }

  private void requireFree(String image) {
    if (Files.exists(store.home(image), LinkOption.NOFOLLOW_LINKS)
        || Files.exists(store.generations(image), LinkOption.NOFOLLOW_LINKS)) {
      throw new ImageException(
          "image %1$s is there already; choose another name, or wwj image delete %1$s"
              .formatted(image));
    }
  }

  /** What is mounted in it belongs to somebody else. */
  private void refuseMounts(String image) {
    String home = store.home(image).toAbsolutePath().normalize() + "/";
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        String place = line.split(" ")[4].replace("\\040", " ");
        if (place.startsWith(home)) {
          throw new ImageException(
              "image " + image + ": " + place + " is mounted in it; umount it first");
        }
      }
    } catch (IOException e) {
      throw new ImageException("mounts cannot be listed: " + e.getMessage(), e);
    }
  }

  private static Path own(Path parent, String name) {
    return parent.resolve(name + "@" + ProcessHandle.current().pid());
  }

  private void sweepOwn() throws IOException {
    sweep(ProcessHandle.current().pid());
  }

  /** Removes what processes left that are gone. */
  private void sweep() throws IOException {
    sweep(0);
  }

  private void sweep(long own) throws IOException {
    for (Path parent :
        List.of(Folders.parent(store.home("x")), Folders.parent(store.generations("x")))) {
      if (!Files.isDirectory(parent)) {
        continue;
      }
      List<Path> left;
      try (Stream<Path> children = Files.list(parent)) {
        left = children.filter(child -> abandoned(child, own)).toList();
      }
      left.forEach(TreeCopy::delete);
    }
  }

  private static boolean abandoned(Path path, long own) {
    String name = path.getFileName().toString();
    int at = name.lastIndexOf('@');
    if (at < 0 || !(name.startsWith(COPY) || name.startsWith(DELETED))) {
      return false;
    }
    String pid = name.substring(at + 1);
    return pid.matches("\\d{1,18}")
        && (Long.parseLong(pid) == own || ProcessHandle.of(Long.parseLong(pid)).isEmpty());
  }
}
