package org.wwj.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A writer of tar archives: numeric owners only, pax headers where a value needs one, the same
 * bytes for the same entries.
 */
public final class TarWriter {
  private static final String XATTR = "SCHILY.xattr.";

  private TarWriter() {}

  /** Writes an archive of the entries in their order and leaves {@code out} open. */
  public static void write(List<Entry> entries, OutputStream out) throws IOException {
    write(entries, Map.of(), out);
  }

  /**
   * Writes an archive with extended attributes.
   *
   * @param xattrs by path, then by the attribute's full name, such as {@code security.capability}
   */
  public static void write(
      List<Entry> entries, Map<String, SortedMap<String, byte[]>> xattrs, OutputStream out)
      throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(out, 10240, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (Entry entry : entries) {
      SortedMap<String, byte[]> own = xattrs.getOrDefault(entry.path(), new TreeMap<>());
      TarArchiveEntry header = header(entry);
      if (!own.isEmpty()) {
        paxHeader(tar, header, own);
      }
      tar.putArchiveEntry(header);
      switch (entry) {
        case Entry.Bytes bytes -> tar.write(bytes.content());
        case Entry.File file -> Files.copy(file.source(), tar);
        default -> {}
      }
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  /**
   * Writes the header's records ourselves: their values are bytes, which the library's are not. The
   * names go with them, so that the library adds no second header.
   */
  private static void paxHeader(
      TarArchiveOutputStream tar, TarArchiveEntry header, SortedMap<String, byte[]> xattrs)
      throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    byte[] path = header.getName().getBytes(StandardCharsets.UTF_8);
    if (path.length >= 100 || path.length != header.getName().length()) {
      record(records, "path", path);
      header.setName("PaxHeaders/long");
    }
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      record(records, XATTR + xattr.getKey(), xattr.getValue());
    }
    TarArchiveEntry pax =
        new TarArchiveEntry("PaxHeaders/next", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    pax.setIds(0, 0);
    pax.setNames("", "");
    pax.setModTime(0);
    pax.setSize(records.size());
    tar.putArchiveEntry(pax);
    tar.write(records.toByteArray());
    tar.closeArchiveEntry();
  }

  /** {@code length SP key = value LF}, the length counting its own digits. */
  private static void record(ByteArrayOutputStream out, String key, byte[] value) {
    int rest = key.getBytes(StandardCharsets.UTF_8).length + value.length + 3;
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() > Integer.toString(rest).length()) {
      length++;
    }
    out.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(value);
    out.write('\n');
  }

  private static TarArchiveEntry header(Entry entry) throws IOException {
    TarArchiveEntry header =
        switch (entry) {
          case Entry.Bytes bytes -> sized(bytes.path(), bytes.content().length);
          case Entry.File file -> sized(file.path(), Files.size(file.source()));
          case Entry.Directory folder -> new TarArchiveEntry(folder.path() + "/");
          case Entry.Symlink link -> linked(link.path(), TarConstants.LF_SYMLINK, link.target());
          case Entry.HardLink link -> linked(link.path(), TarConstants.LF_LINK, link.target());
          case Entry.Special special -> special(special);
        };
    header.setMode(entry.mode());
    header.setIds(entry.uid(), entry.gid());
    header.setNames("", "");
    header.setModTime(entry.mtime() * 1000);
    return header;
  }

  private static TarArchiveEntry sized(String path, long size) {
    TarArchiveEntry header = new TarArchiveEntry(path);
    header.setSize(size);
    return header;
  }

  private static TarArchiveEntry linked(String path, byte type, String target) {
    TarArchiveEntry header = new TarArchiveEntry(path, type);
    header.setLinkName(target);
    return header;
  }

  private static TarArchiveEntry special(Entry.Special special) {
    byte type =
        switch (special.kind()) {
          case BLOCK -> TarConstants.LF_BLK;
          case CHARACTER -> TarConstants.LF_CHR;
          case FIFO -> TarConstants.LF_FIFO;
        };
    TarArchiveEntry header = new TarArchiveEntry(special.path(), type);
    header.setDevMajor(special.major());
    header.setDevMinor(special.minor());
    return header;
  }
}
