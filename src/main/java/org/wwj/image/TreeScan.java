package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wwj.archive.Digest;
import org.wwj.archive.Xattrs;

/**
 * One look at all of a tree that is to be packed, in the order of names.
 *
 * @param nodes what is packed, without the root itself
 * @param excluded what is left out, the topmost of each
 * @param used what is left out and yet used: modules and firmware, which stage-1 takes
 */
record TreeScan(List<Node> nodes, List<Excluded> excluded, List<Node> used) {
  private static final Pattern FOR_STAGE1 =
      Pattern.compile("(usr/)?lib(/(modules|firmware)(/.*)?)?|usr");

  /**
   * A path that is left out.
   *
   * @param file where it lies; its name is bytes, which need not be a text
   * @param contentOnly whether the folder itself stays, as of a mount point
   */
  record Excluded(String path, Path file, boolean contentOnly) {}

  private static final int PAGE = 4096;

  /** A squashfs has 32 bits for a time. */
  private static final long MAX_SECONDS = 0xFFFFFFFFL;

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

    boolean socket() {
      return type() == 0140000;
    }

    /** All that would change with a change of the file. */
    String line() throws IOException {
      return String.join(
          " ",
          path,
          Integer.toOctalString(mode),
          Integer.toString(uid),
          Integer.toString(gid),
          Long.toString(size),
          exactly(modified),
          directory() ? attributes(file) : exactly(changed),
          Long.toString(inode),
          Long.toString(special));
    }
  }

  /** In seconds and nanoseconds: no calendar, which takes longer than all else. */
  private static String exactly(FileTime time) {
    Instant instant = time.toInstant();
    return instant.getEpochSecond() + "." + instant.getNano();
  }

  /** Looks at everything below the tree's root, on its file system only. */
  static TreeScan of(ImageTree tree) throws IOException {
    TreeScan scan = new TreeScan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Path root = tree.root();
    scan.folder(root, "", Excludes.of(tree), look(root, "").device);
    return scan;
  }

  private void folder(Path folder, String prefix, Excludes excludes, long device)
      throws IOException {
    for (Path child : children(folder)) {
      String path = prefix + child.getFileName();
      Node node = look(child, path);
      if (excludes.match(path)) {
        excluded.add(new Excluded(path, child, false));
        use(node, device);
      } else if (node.socket()) {
        // Nothing without the program that made it.
        excluded.add(new Excluded(path, child, false));
      } else if (node.directory() && node.device != device) {
        excluded.add(new Excluded(path, child, true));
        nodes.add(node);
      } else {
        nodes.add(node);
        if (node.directory()) {
          folder(child, path + "/", excludes, device);
        }
      }
    }
  }

  private void use(Node node, long device) throws IOException {
    if (node.device != device || !FOR_STAGE1.matcher(node.path).matches()) {
      return;
    }
    used.add(node);
    if (node.directory()) {
      for (Path child : children(node.file)) {
        use(look(child, node.path + "/" + child.getFileName()), device);
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  /** What is odd about names: a file is packed as it is called, but not all tools may like it. */
  List<String> warnings() {
    List<String> odd =
        nodes.stream()
            .filter(node -> !node.path.equals(node.path.strip()) || !textual(node))
            .map(node -> "'" + node.path.replaceAll("\\p{Cntrl}", "?") + "'")
            .toList();
    return odd.isEmpty()
        ? List.of()
        : List.of(
            "%d names are not plain UTF-8 text, such as %s: the squashfs keeps them, an initrd"
                    .formatted(odd.size(), odd.getFirst())
                + " archive leaves out those that are no text");
  }

  /** Whether the name is text, and of one line. */
  static boolean textual(Node node) {
    return node.path.chars().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
  }

  /** Looks at one file, not at what a link leads to. */
  static Node look(Path file, String path) throws IOException {
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
    for (Node n : Stream.concat(nodes.stream(), used.stream()).toList()) {
      String line = n.line() + "\n";
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
    long newest =
        nodes.stream().mapToLong(n -> n.modified.toInstant().getEpochSecond()).max().orElse(0);
    return Math.clamp(newest, 0, MAX_SECONDS);
  }
}
