package org.wwj.template;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The little of ASN.1's distinguished encoding (X.690) that keys and certificates need. */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTETS = 0x04;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private Der() {}

  /** One encoded value. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Value(int tag, byte[] content) {
    /** The values within it. */
    List<Value> parts() {
      List<Value> parts = new ArrayList<>();
      for (int at = 0; at < content.length; ) {
        int length = content[at + 1] & 0xff;
        int start = at + 2;
        if (length >= 0x80) {
          int bytes = length & 0x7f;
          length =
              new BigInteger(1, Arrays.copyOfRange(content, start, start + bytes)).intValueExact();
          start += bytes;
        }
        if (length < 0 || length > content.length - start) {
          throw new IllegalArgumentException("cut short");
        }
        parts.add(
            new Value(content[at] & 0xff, Arrays.copyOfRange(content, start, start + length)));
        at = start + length;
      }
      return parts;
    }

    byte[] encoded() {
      return of(tag, content);
    }
  }

  /**
   * The value that the bytes are.
   *
   * @throws RuntimeException when they are none
   */
  static Value read(byte[] bytes) {
    List<Value> all = new Value(0, bytes).parts();
    if (all.size() != 1) {
      throw new IllegalArgumentException("not one value");
    }
    return all.getFirst();
  }

  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] size = BigInteger.valueOf(length).toByteArray();
      int from = size[0] == 0 ? 1 : 0;
      out.write(0x80 | (size.length - from));
      out.write(size, from, size.length - from);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return of(SEQUENCE, parts);
  }

  static byte[] integer(BigInteger value) {
    return of(INTEGER, value.toByteArray());
  }

  static byte[] integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  /** Whole bytes as a bit string. */
  static byte[] bits(byte[] bytes) {
    return of(BIT_STRING, new byte[] {0}, bytes);
  }

  static byte[] octets(byte[] bytes) {
    return of(OCTETS, bytes);
  }

  /** Text of letters, digits and a few signs, or else UTF-8. */
  static byte[] text(String text) {
    return of(
        text.matches("[A-Za-z0-9 '()+,./:=?*&-]*") ? 0x13 : 0x0c,
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** An object identifier such as {@code 2.5.4.3}. */
  static byte[] identifier(String dotted) {
    String[] numbers = dotted.split("\\.");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(40 * Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]));
    for (int i = 2; i < numbers.length; i++) {
      int number = Integer.parseInt(numbers[i]);
      for (int shift = 28; shift >= 0; shift -= 7) {
        if (number >> shift != 0 || shift == 0) {
          out.write((number >> shift & 0x7f) | (shift == 0 ? 0 : 0x80));
        }
      }
    }
    return of(0x06, out.toByteArray());
  }
}
