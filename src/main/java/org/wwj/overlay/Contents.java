package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.wwj.archive.Xattrs;

/** The plain files of overlays, read once as long as they stay as they are. */
final class Contents {
  private final Lru<Path, Plain> files;

  Contents(long roomBytes) {
    files = new Lru<>(roomBytes);
  }

  /**
   * One file.
   *
   * @param stamp of the file when it was read
   * @param xattrs extended attributes by name; they are part of the stamp, as a change of them
   *     changes the file's ctime
   */
  record Plain(String stamp, Content content, SortedMap<String, byte[]> xattrs) {}

  Plain of(TreeFile file) throws IOException {
    Plain known = files.get(file.source());
    if (known != null && known.stamp().equals(file.stamp())) {
      return known;
    }
    Plain read =
        new Plain(
            file.stamp(),
            Content.of(Files.readAllBytes(file.source())),
            Xattrs.read(file.source()));
    files.put(file.source(), read, read.content().bytes().length);
    return read;
  }
}
