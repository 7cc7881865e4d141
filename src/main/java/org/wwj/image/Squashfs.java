package org.wwj.image;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Packs a tree as squashfs, with extended attributes; the same tree gives the same bytes. */
final class Squashfs {
  /**
   * 256 KiB: half a block is read in vain for a small file, and one changed file changes that much
   * at most. Measured against 128 KiB the image is 2 % smaller.
   */
  private static final String BLOCK = "256K";

  private static final String ZSTD_LEVEL = "10";

  private Squashfs() {}

  /**
   * Writes the file system.
   *
   * @param settings of the kernels that will read it; empty of those that left none
   */
  static void write(TreeScan scan, ImageTree tree, List<Map<String, String>> settings, Path file)
      throws IOException {
    Path list = Files.createTempFile(file.getParent(), ".excludes-", "");
    List<TreeScan.Excluded> excluded = scan.excluded();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(list))) {
      for (TreeScan.Excluded one : excluded) {
        if (!ofLines(one)) {
          out.write(pattern(bytes(tree.root(), one), one));
          out.write('\n');
        }
      }
    }
    try {
      List<String> command =
          new ArrayList<>(
              List.of("mksquashfs", tree.root().toString(), file.toString(), "-noappend"));
      command.addAll(List.of("-no-progress", "-b", BLOCK, "-xattrs"));
      command.addAll(List.of("-mkfs-time", Long.toString(scan.newestSeconds())));
      command.addAll(compressor(settings));
      command.addAll(List.of("-wildcards", "-ef", list.toString()));
      // The list has a line for each; those of several lines can only be arguments.
      List<String> odd =
          excluded.stream()
              .filter(Squashfs::ofLines)
              .map(one ->
                  new String(
                      pattern(one.path().getBytes(StandardCharsets.UTF_8), one),
                      StandardCharsets.UTF_8))
              .toList();
      if (!odd.isEmpty()) {
        command.add("-e");
        command.addAll(odd);
      }
      Tool.run(command);
    } finally {
      Files.delete(list);
    }
  }

  private static boolean ofLines(TreeScan.Excluded one) {
    return one.path().indexOf('\n') >= 0;
  }

  /** The best that each of the kernels can read. */
  static List<String> compressor(List<Map<String, String>> kernels) {
    if (kernels.stream()
        .allMatch(can -> can.isEmpty() || can.containsKey("CONFIG_SQUASHFS_ZSTD"))) {
      return List.of("-comp", "zstd", "-Xcompression-level", ZSTD_LEVEL);
    }
    boolean xz =
        kernels.stream().allMatch(can -> can.isEmpty() || can.containsKey("CONFIG_SQUASHFS_XZ"));
    return List.of("-comp", xz ? "xz" : "gzip");
  }

  /** The path as its bytes are on disk: not all names are text. */
  private static byte[] bytes(Path root, TreeScan.Excluded one) {
    // The only way to the bytes of a path in Java is its URI, which has them in hex.
    String from = root.toUri().getRawPath();
    String path = one.file().toUri().getRawPath().substring(from.length()).replaceFirst("^/+", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < path.length(); i++) {
      boolean hex = path.charAt(i) == '%';
      bytes.write(hex ? HexFormat.fromHexDigits(path, i + 1, i + 3) : path.charAt(i));
      i += hex ? 2 : 0;
    }
    byte[] whole = bytes.toByteArray();
    boolean slash = whole.length > 0 && whole[whole.length - 1] == '/';
    return slash ? Arrays.copyOf(whole, whole.length - 1) : whole;
  }

  /** A path as a pattern that matches it alone; a star stands for a mount point's content. */
  private static byte[] pattern(byte[] path, TreeScan.Excluded one) {
    ByteArrayOutputStream pattern = new ByteArrayOutputStream();
    for (int i = 0; i < path.length; i++) {
      boolean special = "\\*?[]".indexOf(path[i]) >= 0;
      // At the beginning of a line a space is skipped, and a hash begins a comment.
      if (special || (i == 0 && (path[i] == '#' || path[i] == ' '))) {
        pattern.write('\\');
      }
      pattern.write(path[i]);
    }
    if (one.contentOnly()) {
      pattern.writeBytes(new byte[] {'/', '*'});
    }
    return pattern.toByteArray();
  }
}
