package org.wwj.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.wwj.archive.Digest;

/**
 * Places that a tree lacks and that are made in it for a while: points to mount on, and files that
 * are lent to it. A journal beside the tree names each before it is made, so that whoever finds the
 * journal can take them back: what is still as it was made goes, and the folder around it gets its
 * time back; what was changed is the image's own from then on.
 */
public final class MadePlaces {
  private static final String FOLDER = "folder";
  private static final String FILE = "file";

  private final Path root;
  private final Path journal;
  private final Path mutex;

  MadePlaces(Path root, Path run) {
    this.root = root;
    this.journal = run.resolve("made");
    this.mutex = run.resolve("made.lock");
  }

  /**
   * A line of the journal.
   *
   * @param kind {@code folder}, {@code file}, or the digest of a file that is lent
   * @param before the parent folder's time before, in nanoseconds
   * @param after the same afterwards; 0 as long as the place is not made
   */
  private record Made(String kind, long before, long after, String path) {
    String line() {
      return kind + " " + before + " " + after + " " + path + "\n";
    }

    static Made parse(String line) {
      String[] words = line.split(" ", 4);
      return new Made(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
    }
  }

  /** A folder, and those above it, unless it is there. */
  public void folder(String path) {
    guarded(() -> make(path, FOLDER));
  }

  /** An empty file in its folder, unless it is there. */
  public void file(String path) {
    guarded(() -> make(path, FILE));
  }

  /** A copy of the source, unless something is there. */
  public void copy(Path source, String path) {
    guarded(() -> {
      Path copy = journal.resolveSibling(".tmp-copy");
      Files.copy(
          source, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      make(path, Digest.of(copy).hex());
    });
  }

  private void make(String path, String kind) throws IOException {
    Path place = root.resolve(path);
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = Folders.parent(place);
    if (!Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
      make(root.relativize(parent).toString(), FOLDER);
    }
    long before = time(parent);
    append(new Made(kind, before, 0, path));
    switch (kind) {
      case FOLDER -> Files.createDirectory(place);
      case FILE -> Files.createFile(place);
      default -> Files.move(journal.resolveSibling(".tmp-copy"), place);
    }
    append(new Made(kind, before, time(parent), path));
  }

  private void append(Made made) throws IOException {
    Files.writeString(journal, made.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Takes back all that is as it was made. Nobody may be using any of it. */
  void sweep() {
    if (Files.exists(journal)) {
      guarded(() -> {
        Map<String, Made> made = new LinkedHashMap<>();
        for (String line : Files.readAllLines(journal)) {
          if (line.split(" ", 4).length == 4) { // else its writer was killed over it
            Made one = Made.parse(line);
            made.put(one.path, one);
          }
        }
        for (Made one : List.copyOf(made.values()).reversed()) {
          unmake(one);
        }
        Files.delete(journal);
      });
    }
  }

  private void unmake(Made made) throws IOException {
    Path place = root.resolve(made.path);
    Path parent = Folders.parent(place);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean untouched = time(parent) == made.after;
    if (unchanged(made, place) && deleted(place) && untouched) {
      Files.setLastModifiedTime(parent, FileTime.from(made.before, TimeUnit.NANOSECONDS));
    }
  }

  private static boolean unchanged(Made made, Path place) throws IOException {
    if (made.kind.equals(FOLDER)) {
      return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    }
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return made.kind.equals(FILE)
        ? Files.size(place) == 0
        : Digest.of(place).hex().equals(made.kind);
  }

  private static boolean deleted(Path place) throws IOException {
    try {
      Files.delete(place);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false; // something was put there: it stays
    }
  }

  private static long time(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS);
  }

  private interface Work {
    void run() throws IOException;
  }

  /** One command at a time, as several may be at work in the tree. */
  private void guarded(Work work) {
    try (FileChannel channel =
            FileChannel.open(mutex, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assert lock.isValid();
      work.run();
    } catch (IOException e) {
      throw new ImageException("places to mount on cannot be made in " + root + ": " + e, e);
    }
  }
}
