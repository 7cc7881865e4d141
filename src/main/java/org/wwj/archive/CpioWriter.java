package org.wwj.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A writer of newc archives, the form that the kernel unpacks as initramfs.
 *
 * <pre>
 *  "070701" ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
 *  name NUL, padded to 4 | content, padded to 4
 * </pre>
 *
 * <p>Every number is eight hexadecimal digits. Names of one file share an inode number; its content
 * stands at the first name, so that a reader which has the first has the file.
 */
public final class CpioWriter {
  private static final int S_IFIFO = 0010000;
  private static final int S_IFCHR = 0020000;
  private static final int S_IFDIR = 0040000;
  private static final int S_IFBLK = 0060000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFLNK = 0120000;

  /** The size field holds 32 bits. */
  private static final long MAX_SIZE = 0xFFFF_FFFFL;

  private final OutputStream out;
  private final Map<String, Integer> inodes = new HashMap<>();
  private final Map<String, Integer> links;
  private long position;
  private int nextInode = 1;

  private CpioWriter(OutputStream out, Map<String, Integer> links) {
    this.out = out;
    this.links = links;
  }

  /**
   * Writes an archive of the entries in their order and leaves {@code out} open.
   *
   * @throws IOException when a file cannot be read or is larger than the format's 4 GiB
   */
  public static void write(List<Entry> entries, OutputStream out) throws IOException {
    Map<String, Integer> links = new HashMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.HardLink link) {
        links.merge(link.target(), 1, Integer::sum);
      }
    }
    CpioWriter writer = new CpioWriter(out, links);
    for (Entry entry : entries) {
      writer.entry(entry);
    }
    writer.header("TRAILER!!!", 0, 0, 0, 0, 1, 0, 0, 0, 0);
    writer.pad();
  }

  private void entry(Entry entry) throws IOException {
    switch (entry) {
      case Entry.Bytes e -> {
        head(e, S_IFREG, e.content().length, 0, 0);
        put(e.content(), e.content().length);
        pad();
      }
      case Entry.File e -> file(e);
      case Entry.Directory e -> head(e, S_IFDIR, 0, 0, 0);
      case Entry.Symlink e -> {
        byte[] target = e.target().getBytes(StandardCharsets.UTF_8);
        head(e, S_IFLNK, target.length, 0, 0);
        put(target, target.length);
        pad();
      }
      case Entry.HardLink e -> head(e, S_IFREG, 0, 0, 0);
      case Entry.Special e ->
          head(
              e,
              switch (e.kind()) {
                case BLOCK -> S_IFBLK;
                case CHARACTER -> S_IFCHR;
                case FIFO -> S_IFIFO;
              },
              0,
              e.major(),
              e.minor());
    }
  }

  private void file(Entry.File entry) throws IOException {
    long size = Files.size(entry.source());
    if (size > MAX_SIZE) {
      throw new IOException(
          entry.source() + " has " + size + " bytes; a cpio archive holds files below 4 GiB");
    }
    head(entry, S_IFREG, size, 0, 0);
    byte[] buffer = new byte[1 << 16];
    long left = size;
    try (InputStream in = Files.newInputStream(entry.source())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        put(buffer, n);
      }
    }
    if (left != 0) {
      throw new IOException(entry.source() + " changed while it was packed; pack again");
    }
    pad();
  }

  private void head(Entry entry, int type, long size, int major, int minor) throws IOException {
    String path = entry.path();
    int inode;
    int nlink;
    if (entry instanceof Entry.HardLink link) {
      Integer shared = inodes.get(link.target());
      if (shared == null) {
        throw new IOException(path + " is a hard link to " + link.target() + ", which comes later");
      }
      inode = shared;
      nlink = links.getOrDefault(link.target(), 0) + 1;
    } else {
      inode = nextInode++;
      nlink = type == S_IFDIR ? 2 : links.getOrDefault(path, 0) + 1;
      inodes.put(path, inode);
    }
    header(
        path,
        inode,
        type | entry.mode(),
        entry.uid(),
        entry.gid(),
        nlink,
        entry.mtime(),
        size,
        major,
        minor);
  }

  private void header(
      String name,
      int inode,
      int mode,
      int uid,
      int gid,
      int nlink,
      long mtime,
      long size,
      int major,
      int minor)
      throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(110).append("070701");
    long[] fields = {
      inode, mode, uid, gid, nlink, mtime, size, 0, 0, major, minor, bytes.length + 1L, 0
    };
    for (long field : fields) {
      // Times before 1970 and after 2106 do not fit; zero is what cpio tools write then.
      text.append(String.format("%08X", field < 0 || field > MAX_SIZE ? 0 : field));
    }
    put(text.toString().getBytes(StandardCharsets.US_ASCII), text.length());
    put(bytes, bytes.length);
    put(new byte[1], 1);
    pad();
  }

  private void put(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    position += length;
  }

  private void pad() throws IOException {
    put(new byte[3], (int) (-position & 3));
  }
}
