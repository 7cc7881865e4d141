package org.wwj.archive;

import java.nio.file.Path;

/**
 * One member of an archive to be written. Paths are relative, with forward slashes and no {@code
 * ..}; owners are numeric.
 */
public sealed interface Entry {
  /** Path inside the archive, such as {@code etc/hosts}. */
  String path();

  /** Permission bits including setuid, setgid and sticky: 07777 at most. */
  int mode();

  /** Owner's number. */
  int uid();

  /** Group's number. */
  int gid();

  /** Seconds since the epoch. */
  long mtime();

  /** A plain file held in memory. */
  @SuppressWarnings("ArrayRecordComponent") // entries are written, never compared
  record Bytes(String path, int mode, int uid, int gid, long mtime, byte[] content)
      implements Entry {}

  /** A plain file on disk, read when written. */
  record File(String path, int mode, int uid, int gid, long mtime, Path source) implements Entry {}

  /** A directory. */
  record Directory(String path, int mode, int uid, int gid, long mtime) implements Entry {}

  /** A symbolic link. */
  record Symlink(String path, int mode, int uid, int gid, long mtime, String target)
      implements Entry {}

  /** Another name of an earlier entry of this archive. */
  record HardLink(String path, int mode, int uid, int gid, long mtime, String target)
      implements Entry {}

  /** A device node or FIFO. */
  record Special(
      String path, int mode, int uid, int gid, long mtime, Kind kind, int major, int minor)
      implements Entry {
    /** What kind of node. */
    public enum Kind {
      BLOCK,
      CHARACTER,
      FIFO
    }
  }
}
