package org.wwj.archive;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pax extended header (POSIX.1-2017 pax §"pax Header Block"). Values are bytes,
 * whatever the header says of their character set: names and attributes of Linux are.
 */
final class PaxRecords {
  private static final String SCHILY = "SCHILY.xattr.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";
  private static final int MAX_LENGTH_DIGITS = 10;

  /** One record of the header; GNU sparse 0.0 repeats keys, so their order counts. */
  @SuppressWarnings("ArrayRecordComponent") // records are read, never compared
  record Item(String key, byte[] value) {}

  private final List<Item> items = new ArrayList<>();
  private final Map<String, byte[]> last = new HashMap<>();

  /** Reads {@code length SP key = value LF} until the bytes end. */
  static PaxRecords parse(byte[] bytes) throws IOException {
    PaxRecords records = new PaxRecords();
    int at = 0;
    while (at < bytes.length) {
      if (bytes[at] == 0) {
        break; // star pads with NUL
      }
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      if (space == bytes.length || space - at > MAX_LENGTH_DIGITS) {
        throw damaged();
      }
      long length = TarNumbers.decimal(TarNumbers.text(bytes, at, space - at));
      long end = at + length;
      if (end > bytes.length || end <= space + 1 || bytes[(int) end - 1] != '\n') {
        throw damaged();
      }
      records.add(bytes, space + 1, (int) end - 1);
      at = (int) end;
    }
    return records;
  }

  private static IOException damaged() {
    return new IOException("damaged pax header");
  }

  private void add(byte[] bytes, int start, int end) throws IOException {
    int equals = start;
    while (equals < end && bytes[equals] != '=') {
      equals++;
    }
    if (equals == end || equals == start) {
      throw damaged();
    }
    String key = new String(bytes, start, equals - start, StandardCharsets.ISO_8859_1);
    byte[] value = Arrays.copyOfRange(bytes, equals + 1, end);
    items.add(new Item(key, value));
    last.put(key, value);
  }

  List<Item> items() {
    return items;
  }

  /** The last value of that key with a char for each byte; null when there is none, or empty. */
  @Nullable String text(String key) throws IOException {
    byte[] value = last.get(key);
    if (value == null || value.length == 0) {
      return null;
    }
    String text = new String(value, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') >= 0) {
      throw new IOException("damaged pax header: " + key + " holds a NUL");
    }
    return text;
  }

  /** Adds the extended attributes of this header to those of the headers before it. */
  void addXattrs(Map<String, byte[]> xattrs) throws IOException {
    Map<String, byte[]> own = new LinkedHashMap<>();
    for (Item item : items) {
      if (item.key().startsWith(LIBARCHIVE)) {
        own.putIfAbsent(unquoted(item.key().substring(LIBARCHIVE.length())), base64(item.value()));
      } else if (item.key().startsWith(SCHILY)) {
        own.put(decoded(item.key().substring(SCHILY.length())), item.value());
      } else {
        switch (item.key()) {
          case "RHT.security.selinux" -> own.putIfAbsent("security.selinux", item.value());
          case "SCHILY.acl.access" -> acl(own, "system.posix_acl_access", item.value());
          case "SCHILY.acl.default" -> acl(own, "system.posix_acl_default", item.value());
          default -> {}
        }
      }
    }
    xattrs.putAll(own);
  }

  private static void acl(Map<String, byte[]> xattrs, String name, byte[] text) throws IOException {
    byte[] value = PosixAcl.encode(new String(text, StandardCharsets.ISO_8859_1));
    if (value.length > 0) {
      xattrs.putIfAbsent(name, value);
    }
  }

  /** GNU tar writes the sign that ends a key, and its own escape, as URLs have them. */
  private static String decoded(String name) {
    return name.replace("%3D", "=").replace("%25", "%");
  }

  private static String unquoted(String name) throws IOException {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged pax header: attribute '" + FileTree.display(name) + "'", e);
    }
  }

  private static byte[] base64(byte[] value) throws IOException {
    try {
      return Base64.getDecoder().decode(value); // libarchive leaves the padding out
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged pax header: an attribute's value is no base64", e);
    }
  }
}
