package org.wwj.image;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.wwj.archive.Compression;

/**
 * What a generation's tree held, kept beside it so that two can be compared without a mount: a line
 * a file, compressed.
 *
 * <pre>
 *  MODE UID GID SIZE SECONDS PATH
 * </pre>
 *
 * A file counts as the same while mode, owner, size and the second of its last change are: as for
 * rsync, and without reading it.
 */
final class TreeIndex {
  /** Its name in a generation's folder. */
  static final String NAME = "tree.zst";

  private static final int ZSTD_LEVEL = 6;

  private TreeIndex() {}

  /** Writes the index of what was packed. */
  static void write(TreeScan scan, Path file) throws IOException {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                Compression.ZSTD.compress(
                    new BufferedOutputStream(Files.newOutputStream(file)), ZSTD_LEVEL),
                StandardCharsets.UTF_8))) {
      for (TreeScan.Node n : scan.nodes()) {
        out.write(Integer.toOctalString(n.mode()));
        out.write(" " + n.uid() + " " + n.gid());
        // A folder's size is the file system's business, and its time changes with its files.
        out.write(
            n.directory()
                ? " 0 0 "
                : " " + n.size() + " " + n.modified().toInstant().getEpochSecond() + " ");
        out.write(escaped(n.path()));
        out.write('\n');
      }
    }
  }

  /**
   * What each path was, in words to compare; empty when the generation has no index.
   *
   * @throws ImageException when it is damaged
   */
  static Map<String, String> read(Path file) {
    Map<String, String> paths = new TreeMap<>();
    if (!Files.exists(file)) {
      return paths;
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Compression.ZSTD.decompress(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int end = -1;
        for (int word = 0; word < 5; word++) {
          end = line.indexOf(' ', end + 1);
          if (end < 0) {
            throw new IOException("a line of too few words");
          }
        }
        paths.put(line.substring(end + 1), line.substring(0, end));
      }
      return paths;
    } catch (IOException e) {
      throw new ImageException(
          file + " cannot be read (" + e.getMessage() + "); see wwj image verify", e);
    }
  }

  private static String escaped(String path) {
    return path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
