package org.wwj.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Tar archives made by hand, byte for byte. A char of a name is a byte. */
public final class Tar {
  public static final long TIME = 1_600_000_000;
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A header with what follows it. */
  public static final class Member {
    private final char type;
    private final String name;
    private String prefix = "";
    private String link = "";
    private byte[] content = new byte[0];
    private byte[] size = null;
    private int mode = 0644;
    private byte[] uid = octal(0, 8);
    private byte[] gid = octal(0, 8);
    private byte[] mtime = octal(TIME, 12);
    private int major;
    private int minor;
    private String magic = "ustar\00000";
    private byte[] gnu = new byte[0];
    private final ByteArrayOutputStream pax = new ByteArrayOutputStream();

    public Member(char type, String name) {
      this.type = type;
      this.name = name;
      if (type == '5') {
        mode = 0755;
      }
    }

    public Member content(String text) {
      return content(latin(text));
    }

    public Member content(byte[] bytes) {
      content = bytes;
      return this;
    }

    public Member prefix(String text) {
      prefix = text;
      return this;
    }

    public Member link(String target) {
      link = target;
      return this;
    }

    public Member mode(int bits) {
      mode = bits;
      return this;
    }

    public Member owner(int user, int group) {
      return rawOwner(octal(user, 8), octal(group, 8));
    }

    public Member rawOwner(byte[] user, byte[] group) {
      uid = user;
      gid = group;
      return this;
    }

    public Member mtime(long seconds) {
      return rawMtime(octal(seconds, 12));
    }

    public Member rawMtime(byte[] field) {
      mtime = field;
      return this;
    }

    public Member rawSize(byte[] field) {
      size = field;
      return this;
    }

    public Member device(int majorNumber, int minorNumber) {
      major = majorNumber;
      minor = minorNumber;
      return this;
    }

    /** GNU's own header, with fields from byte 345 on. */
    public Member gnu(byte[] fields) {
      magic = "ustar  \0";
      gnu = fields;
      return this;
    }

    public Member pax(String key, String value) {
      return pax(key, latin(value));
    }

    public Member pax(String key, byte[] value) {
      int rest = key.length() + value.length + 3;
      int length = rest + Integer.toString(rest).length();
      length = rest + Integer.toString(length).length();
      pax.writeBytes(latin(length + " " + key + "="));
      pax.writeBytes(value);
      pax.write('\n');
      return this;
    }

    private byte[] header() {
      byte[] header = new byte[BLOCK];
      put(header, 0, latin(name), 100);
      put(header, 100, octal(mode, 8), 8);
      put(header, 108, uid, 8);
      put(header, 116, gid, 8);
      put(header, 124, size == null ? octal(content.length, 12) : size, 12);
      put(header, 136, mtime, 12);
      header[156] = (byte) type;
      put(header, 157, latin(link), 100);
      put(header, 257, latin(magic), 8);
      put(header, 329, octal(major, 8), 8);
      put(header, 337, octal(minor, 8), 8);
      put(header, 345, latin(prefix), 155);
      put(header, 345, gnu, 155);
      return sealed(header);
    }
  }

  public static byte[] octal(long number, int width) {
    return latin(String.format(Locale.ROOT, "%0" + (width - 1) + "o\0", number));
  }

  /** GNU's form for what octal digits cannot hold. */
  public static byte[] base256(long number, int width) {
    byte[] field = new byte[width];
    Arrays.fill(field, (byte) (number >> 63));
    for (int i = 0; i < Math.min(8, width); i++) {
      field[width - 1 - i] = (byte) (number >> 8 * i);
    }
    field[0] |= (byte) 0x80;
    return field;
  }

  public static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put(byte[] header, int at, byte[] bytes, int width) {
    System.arraycopy(bytes, 0, header, at, Math.min(width, bytes.length));
  }

  /** A header with its right checksum. */
  public static byte[] sealed(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, octal(sum, 7), 7);
    return header;
  }

  public Tar add(Member member) {
    if (member.pax.size() > 0) {
      add(new Member('x', "PaxHeaders/next").content(member.pax.toByteArray()));
    }
    raw(member.header());
    raw(member.content);
    return raw(new byte[-member.content.length & BLOCK - 1]);
  }

  public Tar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public Tar file(String name, String content) {
    return add(new Member('0', name).content(content));
  }

  public Tar folder(String name) {
    return add(new Member('5', name));
  }

  public Tar symlink(String name, String target) {
    return add(new Member('2', name).link(target));
  }

  public Tar hardLink(String name, String target) {
    return add(new Member('1', name).link(target));
  }

  /** A name or target of any length, as GNU tar writes it. */
  public Tar gnuLong(char type, String text) {
    return add(new Member(type, "././@LongLink").content(text + "\0"));
  }

  /** Without the blocks that mark the end. */
  public byte[] open() {
    return out.toByteArray();
  }

  public byte[] bytes() {
    byte[] bytes = out.toByteArray();
    return Arrays.copyOf(bytes, bytes.length + 2 * BLOCK);
  }
}
