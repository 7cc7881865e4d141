package org.wwj.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Compression;
import org.wwj.archive.CpioWriter;
import org.wwj.archive.Entry;

/** Packs a whole tree as one initramfs: root method {@code initrd}. Loses extended attributes. */
final class Initrd {
  private static final int GZIP_LEVEL = 6;
  private static final List<String> INITS =
      List.of("usr/lib/systemd/systemd", "lib/systemd/systemd", "sbin/init");

  private Initrd() {}

  /** Writes the archive, compressed by gzip, which every kernel unpacks. */
  static void write(TreeScan scan, ImageTree tree, Path file) throws IOException {
    try (OutputStream out =
        Compression.GZIP.compress(
            new BufferedOutputStream(Files.newOutputStream(file)), GZIP_LEVEL)) {
      CpioWriter.write(entries(scan, tree), out);
    }
  }

  /** The archive's members: each file's content once, sockets left out, an init that starts. */
  static List<Entry> entries(TreeScan scan, ImageTree tree) {
    List<Entry> entries = new ArrayList<>();
    Map<Long, String> first = new HashMap<>();
    boolean init = false;
    for (TreeScan.Node node : scan.nodes()) {
      if (node.path().indexOf(0xFFFD) >= 0) {
        continue; // not text: told by the scan's warnings
      }
      init |= node.path().equals("init");
      String earlier =
          node.plain() && node.links() > 1 ? first.putIfAbsent(node.inode(), node.path()) : null;
      entry(node, earlier, entries);
    }
    if (!init) {
      String target =
          INITS.stream()
              .filter(path -> tree.resolve(path).isPresent())
              .findFirst()
              .orElseThrow(
                  () -> new ImageException("the image has no init; install systemd in it"));
      entries.add(new Entry.Symlink("init", 0777, 0, 0, 0, "/" + target));
    }
    return entries;
  }

  private static void entry(TreeScan.Node n, @Nullable String earlier, List<Entry> into) {
    int mode = n.mode() & 07777;
    long time = n.modified().toInstant().getEpochSecond();
    switch (n.type()) {
      case 0100000 ->
          into.add(
              earlier == null
                  ? new Entry.File(n.path(), mode, n.uid(), n.gid(), time, n.file())
                  : new Entry.HardLink(n.path(), mode, n.uid(), n.gid(), time, earlier));
      case 0040000 -> into.add(new Entry.Directory(n.path(), mode, n.uid(), n.gid(), time));
      case 0120000 ->
          into.add(
              new Entry.Symlink(
                  n.path(), mode, n.uid(), n.gid(), time, ImageTree.target(n.file())));
      case 0060000 -> into.add(special(n, mode, time, Entry.Special.Kind.BLOCK));
      case 0020000 -> into.add(special(n, mode, time, Entry.Special.Kind.CHARACTER));
      case 0010000 -> into.add(special(n, mode, time, Entry.Special.Kind.FIFO));
      default -> {} // a socket is nothing without the program that made it
    }
  }

  /** Linux packs major and minor number as in {@code makedev(3)}. */
  private static Entry special(TreeScan.Node n, int mode, long time, Entry.Special.Kind kind) {
    long d = n.special();
    int major = (int) ((d >>> 8 & 0xFFF) | (d >>> 32 & ~0xFFFL));
    int minor = (int) ((d & 0xFF) | (d >>> 12 & ~0xFFL));
    return new Entry.Special(n.path(), mode, n.uid(), n.gid(), time, kind, major, minor);
  }
}
