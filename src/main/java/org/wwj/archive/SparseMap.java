package org.wwj.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wwj.archive.TarMember.Extent;

/**
 * Which parts of a sparse file the archive holds, in the four forms of GNU tar (its manual,
 * "Storing Sparse Files").
 */
final class SparseMap {
  private static final int MAX_EXTENTS = 1 << 20;
  private static final int OLD_ENTRY = 24;
  private static final int FIELD = 12;
  private static final int HEADER_AT = 386;
  private static final int HEADER_ENTRIES = 4;
  private static final int BLOCK_ENTRIES = 21;
  private static final int HEADER_MORE = 482;
  private static final int BLOCK_MORE = BLOCK_ENTRIES * OLD_ENTRY;

  private final List<Extent> extents = new ArrayList<>();

  /** Blocks of 512 bytes that follow a header. */
  @FunctionalInterface
  interface Blocks {
    byte[] next() throws IOException;
  }

  /** The old form: entries in the header, and in blocks after it where one is not enough. */
  static List<Extent> old(byte[] header, Blocks blocks) throws IOException {
    SparseMap map = new SparseMap();
    map.oldEntries(header, HEADER_AT, HEADER_ENTRIES);
    boolean more = header[HEADER_MORE] != 0;
    while (more) {
      byte[] block = blocks.next();
      map.oldEntries(block, 0, BLOCK_ENTRIES);
      more = block[BLOCK_MORE] != 0;
    }
    return map.extents;
  }

  private void oldEntries(byte[] block, int at, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int entry = at + i * OLD_ENTRY;
      if (block[entry] == 0 && block[entry + FIELD] == 0) {
        return;
      }
      add(TarNumbers.number(block, entry, FIELD), TarNumbers.number(block, entry + FIELD, FIELD));
    }
  }

  /** Form 0.0: a record for each offset and each length; 0.1: one record with all of them. */
  static List<Extent> pax(PaxRecords records) throws IOException {
    SparseMap map = new SparseMap();
    String all = records.text("GNU.sparse.map");
    if (all != null) {
      String[] numbers = all.split(",");
      for (int i = 0; i + 1 < numbers.length; i += 2) {
        map.add(TarNumbers.decimal(numbers[i]), TarNumbers.decimal(numbers[i + 1]));
      }
      return map.extents;
    }
    long offset = -1;
    for (PaxRecords.Item item : records.items()) {
      if (item.key().equals("GNU.sparse.offset")) {
        offset = decimal(item);
      } else if (item.key().equals("GNU.sparse.numbytes")) {
        map.add(offset, decimal(item));
        offset = -1;
      }
    }
    return map.extents;
  }

  private static long decimal(PaxRecords.Item item) throws IOException {
    return TarNumbers.decimal(new String(item.value(), StandardCharsets.ISO_8859_1));
  }

  /** Form 1.0: decimal lines at the start of the data, filled up to whole blocks. */
  static List<Extent> data(Blocks blocks) throws IOException {
    Lines lines = new Lines(blocks);
    SparseMap map = new SparseMap();
    long count = lines.next();
    for (long i = 0; i < count; i++) {
      map.add(lines.next(), lines.next());
    }
    return map.extents;
  }

  private void add(long offset, long length) throws IOException {
    long before = extents.isEmpty() ? 0 : extents.getLast().end();
    if (offset < before || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new IOException("damaged map of a sparse file");
    }
    if (extents.size() == MAX_EXTENTS) {
      throw new IOException("a sparse file has more than " + MAX_EXTENTS + " parts");
    }
    extents.add(new Extent(offset, length));
  }

  private static final class Lines {
    private static final int MAX_DIGITS = 20;
    private final Blocks blocks;
    private byte[] block = new byte[0];
    private int at;

    Lines(Blocks blocks) {
      this.blocks = blocks;
    }

    long next() throws IOException {
      StringBuilder digits = new StringBuilder();
      while (true) {
        if (at == block.length) {
          block = blocks.next();
          at = 0;
        }
        char c = (char) (block[at++] & 0xFF);
        if (c == '\n') {
          return TarNumbers.decimal(digits.toString());
        }
        if (digits.length() == MAX_DIGITS) {
          throw new IOException("damaged map of a sparse file");
        }
        digits.append(c);
      }
    }
  }
}
