package org.wwj.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Glance;

/**
 * The files being sent, each opened once however many clients fetch it, and kept open for a moment
 * after that, as the next one asks for the same. A file that was replaced under its name is another
 * file: running transfers end on the old one. Safe from all threads.
 */
final class OpenFiles implements AutoCloseable {
  /** More than so many are not kept open for nobody: a mirror's chunks are files of their own. */
  private static final int MOST = 64;

  private final Map<Key, OpenFile> open = new HashMap<>();
  private final long described;

  /**
   * None yet.
   *
   * @param described files of more bytes than this have a descriptor
   */
  OpenFiles(long described) {
    this.described = described;
  }

  /** A file by name and content, as far as the file system tells. */
  private record Key(Path path, @Nullable Object inode, FileTime modified, long size) {}

  /**
   * Opens the file or joins those who have it open; the caller releases it once. May wait for the
   * disk; decision 16 says why event loops do it all the same.
   */
  OpenFile acquire(Path path) throws IOException {
    BasicFileAttributes attributes = Glance.at(path);
    if (!attributes.isRegularFile()) {
      throw new IOException(path + " is not a regular file");
    }
    Key key = new Key(path, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    synchronized (open) {
      OpenFile shared = open.get(key);
      if (shared != null) {
        shared.retain();
        return shared;
      }
    }
    OpenFile mine = opened(key);
    if (size() >= MOST) {
      close(OpenFile::idle);
    }
    synchronized (open) {
      OpenFile faster = open.get(key);
      if (faster != null) {
        mine.release();
        mine = faster;
      } else {
        open.put(key, mine);
      }
      mine.retain();
      return mine;
    }
  }

  private OpenFile opened(Key key) throws IOException {
    int descriptor = key.size > described ? Sendfile.open(key.path) : -1;
    // The same file again, whatever its name leads to by now.
    Path path = descriptor < 0 ? key.path : Path.of("/proc/self/fd/" + descriptor);
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new OpenFile(channel, descriptor, key.modified().toInstant(), key.size());
    } catch (IOException e) {
      if (descriptor >= 0) {
        Sendfile.close(descriptor);
      }
      throw e;
    }
  }

  /** How many files are open now. */
  int size() {
    synchronized (open) {
      return open.size();
    }
  }

  /** Closes those that nobody has asked for since this was called before. */
  void closeUnused() {
    close(file -> !file.askedFor() && file.idle());
  }

  /** Lets go of all; those that are in use stay open until they are released. */
  @Override
  public void close() {
    close(file -> true);
  }

  /** Nobody waits meanwhile: to close a large file that was deleted takes its time. */
  private void close(Predicate<OpenFile> which) {
    List<OpenFile> over = new ArrayList<>();
    synchronized (open) {
      open.values().removeIf(file -> which.test(file) && over.add(file));
    }
    over.forEach(OpenFile::release);
  }
}
