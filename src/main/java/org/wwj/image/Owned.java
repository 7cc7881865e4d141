package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.wwj.archive.Xattrs;

/**
 * A file of a tree and the owner it is to have.
 *
 * @param path from the tree's root
 * @param links how many names it has
 * @param uid its owner now, {@code newUid} afterwards; numbers are unsigned
 * @param mode type and permissions as in {@code st_mode}
 * @param capability the file's capabilities in hex, empty when it has none
 */
public record Owned(
    String path,
    long inode,
    int links,
    int uid,
    int gid,
    int newUid,
    int newGid,
    int mode,
    String capability) {
  private static final String CAPABILITY = "security.capability";
  private static final int S_IFMT = 0170000;
  private static final int S_IFLNK = 0120000;
  private static final int S_IFREG = 0100000;
  private static final int PERMISSIONS = 07777;

  static Owned of(Path tree, Path file, Map<String, Object> stat, SyncPlan plan)
      throws IOException {
    int uid = (int) number(stat, "uid");
    int gid = (int) number(stat, "gid");
    int newUid = plan.users().getOrDefault(uid, uid);
    int newGid = plan.groups().getOrDefault(gid, gid);
    int mode = (int) number(stat, "mode");
    boolean moves = uid != newUid || gid != newGid;
    byte[] capability =
        moves && (mode & S_IFMT) == S_IFREG
            ? Xattrs.read(file).getOrDefault(CAPABILITY, new byte[0])
            : new byte[0];
    return new Owned(
        tree.relativize(file).toString(),
        number(stat, "ino"),
        (int) number(stat, "nlink"),
        uid,
        gid,
        newUid,
        newGid,
        mode,
        HexFormat.of().formatHex(capability));
  }

  private static long number(Map<String, Object> stat, String key) {
    return stat.get(key) instanceof Number value ? value.longValue() : 0;
  }

  boolean changes() {
    return uid != newUid || gid != newGid;
  }

  /**
   * Gives it to the new owner, when it is there and still the same file. The kernel takes setuid,
   * setgid and capabilities away with an owner; they are given back.
   */
  void give(Path tree) throws IOException {
    Path file = tree.resolve(path);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        || !Long.valueOf(inode)
            .equals(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS))) {
      return;
    }
    Files.setAttribute(file, "unix:uid", newUid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", newGid, LinkOption.NOFOLLOW_LINKS);
    if ((mode & S_IFMT) != S_IFLNK) {
      Files.setAttribute(file, "unix:mode", mode & PERMISSIONS);
    }
    if (!capability.isEmpty()) {
      Xattrs.write(file, CAPABILITY, HexFormat.of().parseHex(capability));
    }
  }
}
