package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wwj.archive.Digest;
import org.wwj.archive.Xattrs;

/**
 * One look at all of a tree that is to be packed, in the order of names.
 *
 * @param nodes what is packed, without the root itself
 * @param excluded paths left out, the topmost of each
 */
record TreeScan(List<Node> nodes, List<String> excluded) {
  private static final int PAGE = 4096;

  /** What the kernel keeps in RAM for each file of a tmpfs, roughly. */
  private static final int INODE = 1024;

  /**
   * A file, folder, link or device.
   *
   * @param path from the root, without leading slash
   * @param mode type and permissions as in {@code st_mode}
   * @param changed when the inode last changed, which no tool can turn back
   */
  record Node(
      String path,
      Path file,
      int mode,
      int uid,
      int gid,
      long size,
      FileTime modified,
      FileTime changed,
      long device,
      long inode,
      int links,
      long special) {
    private static final int S_IFMT = 0170000;

    int type() {
      return mode & S_IFMT;
    }

    boolean plain() {
      return type() == 0100000;
    }

    boolean directory() {
      return type() == 0040000;
    }
  }

  /** Looks at everything below the tree's root, on its file system only. */
  static TreeScan of(ImageTree tree) throws IOException {
    TreeScan scan = new TreeScan(new ArrayList<>(), new ArrayList<>());
    Path root = tree.root();
    scan.folder(root, "", Excludes.of(tree), node(root, "").device);
    return scan;
  }

  private void folder(Path folder, String prefix, Excludes excludes, long device)
      throws IOException {
    List<Path> children;
    try (Stream<Path> all = Files.list(folder)) {
      children = all.sorted().toList();
    }
    for (Path child : children) {
      String path = prefix + child.getFileName();
      if (excludes.match(path)) {
        excluded.add(path);
        continue;
      }
      Node node = node(child, path);
      if (node.directory() && node.device != device) {
        excluded.add(path + "/*");
        nodes.add(node);
        continue;
      }
      nodes.add(node);
      if (node.directory()) {
        folder(child, path + "/", excludes, device);
      }
    }
  }

  private static Node node(Path file, String path) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(
            file,
            "unix:mode,uid,gid,size,lastModifiedTime,ctime,dev,ino,nlink,rdev",
            LinkOption.NOFOLLOW_LINKS);
    return new Node(
        path,
        file,
        (int) number(stat, "mode"),
        (int) number(stat, "uid"),
        (int) number(stat, "gid"),
        number(stat, "size"),
        time(stat, "lastModifiedTime"),
        time(stat, "ctime"),
        number(stat, "dev"),
        number(stat, "ino"),
        (int) number(stat, "nlink"),
        number(stat, "rdev"));
  }

  private static long number(Map<String, Object> stat, String key) {
    return stat.get(key) instanceof Number value ? value.longValue() : 0;
  }

  private static FileTime time(Map<String, Object> stat, String key) {
    return stat.get(key) instanceof FileTime value ? value : FileTime.fromMillis(0);
  }

  /** Changes exactly when something in the tree has changed since, as far as its inodes tell. */
  Digest fingerprint() throws IOException {
    MessageDigest sha = Digest.sha256();
    for (Node n : nodes) {
      String line =
          String.join(
              " ",
              n.path,
              Integer.toOctalString(n.mode),
              Integer.toString(n.uid),
              Integer.toString(n.gid),
              Long.toString(n.size),
              n.modified.toString(),
              n.directory() ? attributes(n.file) : n.changed.toString(),
              Long.toString(n.inode),
              Long.toString(n.special),
              "\n");
      sha.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Digest.finish(sha, new byte[0], 0);
  }

  /**
   * What else a folder is. Its inode changes as well when something is made in it and taken away,
   * which leaves the tree as it was.
   */
  private static String attributes(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    Xattrs.all(folder)
        .forEach((name, value) ->
            all.append(name).append('=').append(HexFormat.of().formatHex(value)).append(','));
    return all.toString();
  }

  /** Bytes of RAM that the tree takes in a tmpfs. */
  long memory() {
    Set<Long> counted = new HashSet<>();
    long sum = 0;
    for (Node n : nodes) {
      if (n.links == 1 || n.directory() || counted.add(n.inode)) {
        sum += INODE + (n.plain() ? (n.size + PAGE - 1) / PAGE * PAGE : 0);
      }
    }
    return sum;
  }

  /** When something in the tree was last written: a time that is the same for the same tree. */
  long newestSeconds() {
    return nodes.stream().mapToLong(n -> n.modified.toInstant().getEpochSecond()).max().orElse(0);
  }
}
