package org.wwj.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Numbers and names in the fixed fields of tar headers: octal, base-256 and decimal. */
final class TarNumbers {
  private static final int NANOS = 9;

  private TarNumbers() {}

  /** The text of a field up to its first NUL; a char for each byte. */
  static String text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, StandardCharsets.ISO_8859_1);
  }

  /** A number in octal digits, or in big-endian bytes where the first bit is set (GNU, star). */
  static long number(byte[] block, int offset, int length) throws IOException {
    if ((block[offset] & 0x80) != 0) {
      return binary(block, offset, length);
    }
    String digits = text(block, offset, length).strip();
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 7 || value >= 1L << 60) {
        throw new IOException(
            "damaged header: '" + FileTree.display(digits) + "' is no octal number");
      }
      value = value * 8 + digit;
    }
    return value;
  }

  private static long binary(byte[] block, int offset, int length) throws IOException {
    boolean negative = (block[offset] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < length; i++) {
      int bits = block[offset + i] & 0xFF;
      if (i == 0) {
        bits = negative ? bits : bits & 0x7F;
      }
      if (value != (value << 8) >> 8) {
        throw new IOException("damaged header: a number of more than 64 bits");
      }
      value = (value << 8) | bits;
    }
    return value;
  }

  /** A number of a pax header without sign or fraction. */
  static long decimal(String text) throws IOException {
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        throw new IOException("damaged pax header: '" + FileTree.display(text) + "' is no number");
      }
      value = value * 10 + digit;
    }
    if (text.isEmpty()) {
      throw new IOException("damaged pax header: a number is missing");
    }
    return value;
  }

  /** A time of a pax header, {@code -12.5} say, as whole seconds and nanoseconds after them. */
  static long[] time(String text) throws IOException {
    boolean negative = text.startsWith("-");
    String plain = negative ? text.substring(1) : text;
    int dot = plain.indexOf('.');
    long seconds = decimal(dot < 0 ? plain : plain.substring(0, dot));
    String fraction = dot < 0 ? "" : plain.substring(dot + 1);
    String nine = fraction.substring(0, Math.min(NANOS, fraction.length()));
    long nanos = nine.isEmpty() ? 0 : decimal(nine + "0".repeat(NANOS - nine.length()));
    if (negative) {
      return nanos == 0
          ? new long[] {-seconds, 0}
          : new long[] {-seconds - 1, 1_000_000_000 - nanos};
    }
    return new long[] {seconds, nanos};
  }
}
