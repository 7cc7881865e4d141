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
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    OpenFile mine = new OpenFile(channel, key.modified().toInstant(), key.size(), () -> leave(key));
    synchronized (open) {
      OpenFile faster = join(key);
      if (faster == null) {
        open.put(key, mine);
        return mine;
      }
      channel.close();
      return faster;
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
