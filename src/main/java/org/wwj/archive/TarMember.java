package org.wwj.archive;

import java.util.List;

/**
 * One member of a tar archive. Names are bytes: each char of {@code name} and {@code linkName}
 * stands for one of them, whatever encoding the archive's maker used.
 *
 * @param kind what it is
 * @param name as the archive has it
 * @param linkName where a link leads; empty for anything else
 * @param size bytes of a plain file, its holes counted
 * @param extents the parts of a plain file that are no holes, in the order of the archive's data
 * @param major number of a device
 * @param minor number of a device
 * @param attributes owner, mode, time and extended attributes
 */
public record TarMember(
    Kind kind,
    String name,
    String linkName,
    long size,
    List<Extent> extents,
    int major,
    int minor,
    Attributes attributes) {

  /** What a member is. */
  public enum Kind {
    FILE,
    HARD_LINK,
    SYMLINK,
    CHARACTER,
    BLOCK,
    FOLDER,
    FIFO
  }

  /**
   * A part of a file that is no hole.
   *
   * @param offset in the file
   * @param length in bytes
   */
  public record Extent(long offset, long length) {
    long end() {
      return offset + length;
    }
  }
}
