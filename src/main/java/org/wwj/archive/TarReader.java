package org.wwj.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.TarMember.Extent;
import org.wwj.archive.TarMember.Kind;

/**
 * A reader of tar archives that loses nothing: v7, ustar, pax and GNU headers, with names and
 * extended attributes as the bytes they are. (Java's libraries make text of both, after which a
 * capability or a Latin-1 name is another.)
 *
 * <pre>
 * 0 name 100 mode 108 uid 116 gid 124 size 136 mtime 148 sum 156 type 157 link 257 magic
 * 329 major 337 minor 345 prefix (ustar), or 386 sparse 482 more 483 real size (GNU)   500
 * </pre>
 */
public final class TarReader {
  private static final int BLOCK = 512;
  private static final int MAX_EXTENSION = 1 << 20;
  private static final int MAX_EXTENSIONS_IN_A_ROW = 32;
  private static final int MAX_GLOBAL_XATTRS = 64;
  private static final long MAX_ID = 0xFFFFFFFEL;
  private static final long MAX_SIZE = 1L << 60;

  private final InputStream in;
  private final byte[] header = new byte[BLOCK];
  private final Map<String, byte[]> globalXattrs = new HashMap<>();
  private boolean ended;
  private boolean marked;
  private long left;
  private int padding;

  /** A reader of that stream, which should be buffered and stays open. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /** Whether the archive's end was marked as tar does, so that nothing was cut off. */
  public boolean endIsMarked() {
    return marked;
  }

  /**
   * Goes to the next member, past what is left of the last one's data.
   *
   * @return null at the end of the archive
   * @throws IOException when the archive is damaged, cut off, or too strange
   */
  public @Nullable TarMember next() throws IOException {
    skip(left + padding);
    left = 0;
    padding = 0;
    PaxRecords pax = new PaxRecords();
    String longName = null;
    String longLink = null;
    for (int extensions = 0; extensions <= MAX_EXTENSIONS_IN_A_ROW; extensions++) {
      if (ended || !readHeader()) {
        if (extensions > 0) {
          throw new EOFException("the archive ends where a member should follow");
        }
        return null;
      }
      switch (header[156]) {
        case 'x', 'X' -> pax = PaxRecords.parse(extension());
        case 'g' -> global(PaxRecords.parse(extension()));
        case 'L' -> longName = name(extension());
        case 'K' -> longLink = name(extension());
        case 'V' -> extension();
        default -> {
          return member(pax, longName, longLink);
        }
      }
    }
    throw new IOException("damaged archive: headers without a member");
  }

  private void global(PaxRecords records) throws IOException {
    records.addXattrs(globalXattrs);
    if (globalXattrs.size() > MAX_GLOBAL_XATTRS) {
      throw new IOException("its global headers have too many attributes");
    }
  }

  /** Reads data of the current member, without holes: -1 at its end. */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw cutOff();
    }
    left -= n;
    return n;
  }

  private boolean readHeader() throws IOException {
    int n = in.readNBytes(header, 0, BLOCK);
    if (n == 0) {
      ended = true;
      return false;
    }
    if (n < BLOCK) {
      throw cutOff();
    }
    int sum = 0;
    int signed = 0;
    boolean zero = true;
    for (int i = 0; i < BLOCK; i++) {
      boolean counted = i < 148 || i >= 156;
      sum += counted ? header[i] & 0xFF : ' ';
      signed += counted ? header[i] : ' ';
      zero &= header[i] == 0;
    }
    if (zero) {
      ended = true;
      marked = true;
      return false;
    }
    long expected = TarNumbers.number(header, 148, 8);
    if (expected != sum && expected != signed) {
      throw new IOException("damaged header: its checksum is wrong");
    }
    return true;
  }

  private static EOFException cutOff() {
    return new EOFException("the archive is cut off");
  }

  private byte[] extension() throws IOException {
    long size = TarNumbers.number(header, 124, 12);
    if (size < 0 || size > MAX_EXTENSION) {
      throw new IOException("an extended header of " + size + " bytes is too large");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw cutOff();
    }
    skip(padding(size));
    return bytes;
  }

  private static String name(byte[] bytes) {
    return TarNumbers.text(bytes, 0, bytes.length);
  }

  private static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  private void skip(long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw new EOFException("the archive is cut off");
    }
  }

  private TarMember member(PaxRecords pax, @Nullable String longName, @Nullable String longLink)
      throws IOException {
    String name = or(pax.text("GNU.sparse.name"), or(pax.text("path"), or(longName, shortName())));
    String link = or(pax.text("linkpath"), or(longLink, TarNumbers.text(header, 157, 100)));
    String paxSize = pax.text("size");
    long size = paxSize != null ? TarNumbers.decimal(paxSize) : TarNumbers.number(header, 124, 12);
    if (size < 0 || size > MAX_SIZE) {
      throw new IOException(
          "damaged header: '" + FileTree.display(name) + "' has a size of " + size);
    }
    Kind kind = kind(name);
    boolean hasData = kind == Kind.FILE || header[156] == 'D' || isPlain(header[156]);
    left = hasData ? size : 0;
    padding = padding(left);
    long real = kind == Kind.FILE ? left : 0;
    List<Extent> extents = real == 0 ? List.of() : List.of(new Extent(0, real));
    if (kind == Kind.FILE && header[156] == 'S') {
      extents = SparseMap.old(header, this::block);
      real = TarNumbers.number(header, 483, 12);
      checked(extents, real, name);
    } else if (kind == Kind.FILE && isSparse(pax)) {
      boolean inData = "1".equals(pax.text("GNU.sparse.major"));
      extents = inData ? SparseMap.data(this::dataBlock) : SparseMap.pax(pax);
      real =
          TarNumbers.decimal(
              or(pax.text("GNU.sparse.realsize"), or(pax.text("GNU.sparse.size"), "")));
      checked(extents, real, name);
    }
    boolean device = kind == Kind.CHARACTER || kind == Kind.BLOCK;
    return new TarMember(
        kind,
        name,
        kind == Kind.SYMLINK || kind == Kind.HARD_LINK ? link : "",
        real,
        extents,
        device ? (int) TarNumbers.number(header, 329, 8) : 0,
        device ? (int) TarNumbers.number(header, 337, 8) : 0,
        attributes(pax, name));
  }

  private static String or(@Nullable String first, String second) {
    return first != null ? first : second;
  }

  private String shortName() {
    String name = TarNumbers.text(header, 0, 100);
    boolean posix = TarNumbers.text(header, 257, 6).equals("ustar");
    return posix && header[345] != 0 ? TarNumbers.text(header, 345, 155) + "/" + name : name;
  }

  private static boolean isPlain(byte type) {
    return type == 0 || type == '0' || type == '7' || type == 'S';
  }

  private static boolean isSparse(PaxRecords pax) throws IOException {
    return pax.text("GNU.sparse.major") != null || pax.text("GNU.sparse.size") != null;
  }

  /** A plain file's name that ends in a slash is a folder's: v7 had no type for them. */
  private Kind kind(String name) throws IOException {
    return switch (header[156]) {
      case 0, '0', '7', 'S' -> name.endsWith("/") ? Kind.FOLDER : Kind.FILE;
      case '1' -> Kind.HARD_LINK;
      case '2' -> Kind.SYMLINK;
      case '3' -> Kind.CHARACTER;
      case '4' -> Kind.BLOCK;
      case '5', 'D' -> Kind.FOLDER;
      case '6' -> Kind.FIFO;
      default ->
          throw new IOException(
              "its member '"
                  + FileTree.display(name)
                  + "' is of the unknown type "
                  + (header[156] & 0xFF));
    };
  }

  private Attributes attributes(PaxRecords pax, String name) throws IOException {
    Map<String, byte[]> xattrs = new HashMap<>(globalXattrs);
    pax.addXattrs(xattrs);
    String mtime = pax.text("mtime");
    long[] time =
        mtime != null ? TarNumbers.time(mtime) : new long[] {TarNumbers.number(header, 136, 12), 0};
    return new Attributes(
        (int) (TarNumbers.number(header, 100, 8) & 07777),
        id(pax.text("uid"), 108, name),
        id(pax.text("gid"), 116, name),
        time[0],
        (int) time[1],
        xattrs);
  }

  private long id(@Nullable String pax, int field, String name) throws IOException {
    long id = pax != null ? TarNumbers.decimal(pax) : TarNumbers.number(header, field, 8);
    if (id < 0 || id > MAX_ID) {
      throw new IOException("damaged header: '" + FileTree.display(name) + "' has the owner " + id);
    }
    return id;
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(BLOCK);
    if (block.length < BLOCK) {
      throw cutOff();
    }
    return block;
  }

  /** A block of the map that stands before the data and is counted with it. */
  private byte[] dataBlock() throws IOException {
    if (left < BLOCK) {
      throw new IOException("damaged map of a sparse file");
    }
    left -= BLOCK;
    return block();
  }

  private void checked(List<Extent> extents, long real, String name) throws IOException {
    long stored = 0;
    long end = 0;
    for (Extent extent : extents) {
      stored += extent.length();
      end = Math.max(end, extent.end());
    }
    if (stored != left || real < end || real > MAX_SIZE) {
      throw new IOException("damaged map of the sparse file '" + FileTree.display(name) + "'");
    }
  }
}
