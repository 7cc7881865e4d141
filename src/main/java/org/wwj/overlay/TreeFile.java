package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One file of an overlay's tree as it lies on disk.
 *
 * @param path where it goes on the node, without a leading slash
 * @param source where it lies
 * @param mode type and permission bits as {@code stat} gives them
 * @param mtime seconds since the epoch
 * @param stamp what changes when the file does
 */
record TreeFile(String path, Path source, int mode, int uid, int gid, long mtime, String stamp) {
  private static final int TYPE = 0170000;

  /** Looks at a file without following a link. */
  static TreeFile of(String path, Path source) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(
            source, "unix:mode,uid,gid,size,ino,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return new TreeFile(
        path,
        source,
        number(stat, "mode"),
        number(stat, "uid"),
        number(stat, "gid"),
        Files.getLastModifiedTime(source, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS),
        stamp(stat));
  }

  private static int number(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof Integer value ? value : 0;
  }

  private static String stamp(Map<String, Object> stat) {
    return stat.get("ino")
        + "/"
        + stat.get("mode")
        + "/"
        + stat.get("uid")
        + "/"
        + stat.get("gid")
        + "/"
        + stat.get("size")
        + "/"
        + stat.get("lastModifiedTime")
        + "/"
        + stat.get("ctime");
  }

  /** What changes when the file behind a path does, {@code absent} when there is none. */
  static String stampOf(@Nullable Path path) {
    if (path == null) {
      return "absent";
    }
    try {
      return stamp(Files.readAttributes(path, "unix:mode,uid,gid,size,ino,ctime,lastModifiedTime"));
    } catch (IOException e) {
      return "absent";
    }
  }

  boolean isDirectory() {
    return (mode & TYPE) == 0040000;
  }

  boolean isLink() {
    return (mode & TYPE) == 0120000;
  }

  boolean isPlain() {
    return (mode & TYPE) == 0100000;
  }

  boolean isTemplate() {
    return path.endsWith(".ww") && !isDirectory();
  }

  /** Permission bits. */
  int permissions() {
    return mode & 07777;
  }
}
