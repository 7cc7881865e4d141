package org.wwj.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is at work in an image's tree: any number of commands inside it, or one that needs it at
 * rest. The kernel holds the lock, so a killed process leaves none. Whoever gets the tree for
 * itself finds it at rest: what killed commands left in it is taken back or brought to its end
 * first.
 */
public final class TreeLock implements AutoCloseable {
  private static final String UNFINISHED = ".tmp-";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String image;
  private final Path root;
  private final Path run;
  private final FileChannel channel;
  private FileLock lock;

  private TreeLock(String image, Path root, Path run, FileChannel channel, FileLock lock) {
    this.image = image;
    this.root = root;
    this.run = run;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * The tree for this command alone.
   *
   * @throws ImageException when others are at work in it, or there is no such image
   */
  public static TreeLock exclusive(ImageStore store, String image) {
    TreeLock taken = take(store, image, false);
    try {
      taken.rest();
      return taken;
    } catch (RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  /**
   * The tree together with others that work inside it.
   *
   * @throws ImageException when one has it for itself, or there is no such image
   */
  public static TreeLock shared(ImageStore store, String image) {
    TreeLock taken = take(store, image, true);
    // Alone after all: nobody needs what is left there, and it may be in the way.
    taken.alone();
    return taken;
  }

  private static TreeLock take(ImageStore store, String image, boolean shared) {
    Path root = store.requireTree(image);
    Path run = store.run(image);
    try {
      Files.createDirectories(
          run, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path file = run.resolve("lock");
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      @Nullable FileLock lock = patiently(channel, shared);
      if (lock == null) {
        channel.close();
        String who = holders(file);
        throw new ImageException(
            "image " + image + " is in use by another command" + who + "; wait for its end");
      }
      return new TreeLock(image, root, run, channel, lock);
    } catch (IOException e) {
      throw new ImageException("image " + image + " cannot be locked: " + e, e);
    }
  }

  /** Others hold it for a moment when they come and go. */
  private static @Nullable FileLock patiently(FileChannel channel, boolean shared)
      throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    @Nullable FileLock lock = tryLock(channel, shared);
    while (lock == null && System.nanoTime() < end) {
      LockSupport.parkNanos(PATIENCE.toNanos() / 50);
      lock = tryLock(channel, shared);
    }
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null; // held in this very process
    }
  }

  /** The processes that hold locks on the file, as proc_locks(5) tells them. */
  private static String holders(Path file) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino");
    List<String> pids = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
      String[] words = line.strip().split("\\s+");
      if (words.length > 5 && words[5].endsWith(inode) && !words[4].startsWith("-")) {
        pids.add(words[4]);
      }
    }
    return pids.isEmpty() ? "" : " (process " + String.join(", ", pids) + ")";
  }

  /** The image. */
  public String image() {
    return image;
  }

  /** The tree. */
  public Path root() {
    return root;
  }

  /** A folder beside the tree for what a command needs while it runs; only root may look. */
  public Path run() {
    return run;
  }

  /** A new file or folder of a name that is swept when its maker was killed. */
  public Path temporary(String name) {
    return run.resolve(UNFINISHED + name + "-" + ProcessHandle.current().pid());
  }

  /** A new folder beside the tree, deleted with the last command at work in it at the latest. */
  public Path temporaryFolder(String name) throws IOException {
    return Files.createTempDirectory(run, UNFINISHED + name + "-");
  }

  /** Places that are there only as long as commands are at work in the tree. */
  public MadePlaces places() {
    return new MadePlaces(root, run);
  }

  /**
   * Brings the tree to rest when no other command is in it.
   *
   * @return whether none is
   */
  private boolean alone() {
    try {
      lock.release();
      @Nullable FileLock own = tryLock(channel, false);
      if (own != null) {
        lock = own;
        rest();
        lock.release();
      }
      @Nullable FileLock again = patiently(channel, true);
      if (again == null) {
        throw new ImageException("image " + image + " is in use by another command; wait for it");
      }
      lock = again;
      return own != null;
    } catch (IOException e) {
      throw new ImageException("image " + image + " cannot be locked: " + e, e);
    }
  }

  private void rest() {
    places().sweep();
    SyncUser.resume(root, run);
    try (Stream<Path> children = Files.list(run)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(UNFINISHED)) {
          Folders.delete(child);
        }
      }
    } catch (IOException e) {
      throw new ImageException(run + " cannot be emptied: " + e, e);
    }
  }

  /** Lets the tree go; the last one leaves it at rest. */
  @Override
  public void close() {
    try {
      if (channel.isOpen()) {
        if (lock.isValid() && lock.isShared()) {
          lock.release();
          @Nullable FileLock own = tryLock(channel, false);
          if (own != null) {
            rest();
          }
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new ImageException("image " + image + " cannot be let go: " + e, e);
    }
  }
}
