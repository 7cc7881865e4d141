package org.wwj.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Access lists as GNU tar and star write them, {@code user::rw-,user:lisa:r--:502,mask::r--},
 * turned into the kernel's form (linux/posix_acl_xattr.h): a version, then tag, permissions and
 * number of each entry, sorted.
 */
final class PosixAcl {
  private static final int VERSION = 2;
  private static final int UNDEFINED = -1;

  private enum Tag {
    USER_OBJ(0x01),
    USER(0x02),
    GROUP_OBJ(0x04),
    GROUP(0x08),
    MASK(0x10),
    OTHER(0x20);

    private final int code;

    Tag(int code) {
      this.code = code;
    }
  }

  private record Line(Tag tag, int permissions, int id) {}

  private PosixAcl() {}

  /**
   * Translates a list.
   *
   * @return the attribute's value; empty when the text has no entry
   * @throws IOException when an entry has a name without a number, as numbers alone mean the same
   *     on every machine
   */
  static byte[] encode(String text) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String part : text.split("[,\n]")) {
      String entry = part.replaceFirst("#.*", "").strip();
      if (!entry.isEmpty()) {
        lines.add(line(entry));
      }
    }
    if (lines.isEmpty()) {
      return new byte[0];
    }
    lines.sort(Comparator.comparing(Line::tag).thenComparing(Line::id, Integer::compareUnsigned));
    ByteBuffer value =
        ByteBuffer.allocate(4 + 8 * lines.size()).order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION);
    for (Line line : lines) {
      value
          .putShort((short) line.tag().code)
          .putShort((short) line.permissions())
          .putInt(line.id());
    }
    return value.array();
  }

  private static Line line(String entry) throws IOException {
    String[] fields = entry.split(":", -1);
    if (fields.length < 3) {
      throw new IOException("its access list has the entry '" + FileTree.display(entry) + "'");
    }
    int id = fields[1].isEmpty() ? UNDEFINED : id(fields, entry);
    boolean named = !fields[1].isEmpty();
    Tag tag =
        switch (fields[0].toLowerCase(Locale.ROOT)) {
          case "user", "u" -> named ? Tag.USER : Tag.USER_OBJ;
          case "group", "g" -> named ? Tag.GROUP : Tag.GROUP_OBJ;
          case "mask", "m" -> Tag.MASK;
          case "other", "o" -> Tag.OTHER;
          default ->
              throw new IOException(
                  "its access list has the entry '" + FileTree.display(entry) + "'");
        };
    String rights = fields[2];
    int permissions =
        (rights.contains("r") ? 4 : 0)
            | (rights.contains("w") ? 2 : 0)
            | (rights.contains("x") ? 1 : 0);
    return new Line(tag, permissions, id);
  }

  /** star adds the number as a fourth field; GNU tar has it as the name with --numeric-owner. */
  private static int id(String[] fields, String entry) throws IOException {
    String number = fields.length > 3 && !fields[3].isEmpty() ? fields[3] : fields[1];
    try {
      return Integer.parseUnsignedInt(number);
    } catch (NumberFormatException e) {
      throw new IOException(
          "its access list names '"
              + FileTree.display(entry)
              + "' without a number; pack it with --numeric-owner",
          e);
    }
  }
}
