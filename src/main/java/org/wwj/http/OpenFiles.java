package org.wwj.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files being sent, each opened once however many clients fetch it. A file that was replaced
 * under its name is another file: running transfers end on the old one.
 */
final class OpenFiles {
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
   * Opens the file or joins those who have it open; the caller releases it once. Blocks: not for
   * event loops.
   */
  OpenFile acquire(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException(path + " is not a regular file");
    }
    Key key = new Key(path, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    OpenFile shared = join(key);
    if (shared != null) {
      return shared;
    }
    OpenFile mine = opened(key);
    synchronized (open) {
      OpenFile faster = join(key);
      if (faster == null) {
        open.put(key, mine);
        return mine;
      }
      mine.release();
      return faster;
    }
  }

  private OpenFile opened(Key key) throws IOException {
    int descriptor = key.size > described ? Sendfile.open(key.path) : -1;
    // The same file again, whatever its name leads to by now.
    Path path = descriptor < 0 ? key.path : Path.of("/proc/self/fd/" + descriptor);
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new OpenFile(
          channel, descriptor, key.modified().toInstant(), key.size(), () -> leave(key));
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

  private @Nullable OpenFile join(Key key) {
    synchronized (open) {
      OpenFile file = open.get(key);
      return file != null && file.tryRetain() ? file : null;
    }
  }

  private void leave(Key key) {
    synchronized (open) {
      OpenFile file = open.get(key);
      if (file != null && file.isClosed()) {
        open.remove(key);
      }
    }
  }
}
