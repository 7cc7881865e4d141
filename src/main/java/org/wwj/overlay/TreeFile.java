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
 * @param modes the rules of the layer that it lies in
 */
record TreeFile(
    String path, Path source, int mode, Owner owner, long mtime, String stamp, Modes modes) {
  /** Stands where no file is. */
  static final TreeFile NONE = new TreeFile("", Path.of(""), 0, Owner.ROOT, 0, "", Modes.NONE);

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
        Owner.of(number(stat, "uid"), number(stat, "gid")),
        Files.getLastModifiedTime(source, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS),
        stamp(stat),
        Modes.NONE);
  }

  /** The file with other rights. */
  TreeFile with(int permissions, Owner other) {
    return new TreeFile(path, source, (mode & ~07777) | permissions, other, mtime, stamp, modes);
  }

  /** The file as its layer's rules make it. */
  TreeFile ruledBy(Modes rules) {
    TreeFile ruled =
        rules.apply(new TreeFile(path, source, mode, owner, mtime, stamp, rules), path);
    return new TreeFile(
        path,
        source,
        ruled.mode,
        ruled.owner,
        mtime,
        stamp + "/" + ruled.permissions() + "/" + ruled.owner,
        rules);
  }

  /** This template's mode and owner for an output of another name. */
  TreeFile writing(String output) {
    return modes.apply(this, output);
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
