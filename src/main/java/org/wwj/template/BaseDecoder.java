package org.wwj.template;

import java.io.ByteArrayOutputStream;

/**
 * Base64 and Base32 read as strictly as Go does: line ends are skipped, padding must be complete,
 * and an error says at which byte it is.
 */
final class BaseDecoder {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final String name;
  private final byte[] in;
  private final ByteArrayOutputStream out;
  private int at;

  private BaseDecoder(String name, byte[] in) {
    this.name = name;
    this.in = in;
    this.out = new ByteArrayOutputStream(in.length);
  }

  /**
   * The bytes of a Base64 text.
   *
   * @throws TemplateException with Go's message
   */
  static byte[] base64(String text) {
    BaseDecoder decoder = new BaseDecoder("base64", GoString.encode(text));
    while (!decoder.atEnd()) {
      decoder.group64();
    }
    return decoder.out.toByteArray();
  }

  /**
   * The bytes of a Base32 text; places are counted without line ends.
   *
   * @throws TemplateException with Go's message
   */
  static byte[] base32(String text) {
    byte[] bytes = GoString.encode(text.replace("\n", "").replace("\r", ""));
    BaseDecoder decoder = new BaseDecoder("base32", bytes);
    boolean more = bytes.length > 0;
    while (more) {
      more = decoder.group32() && !decoder.atEnd();
    }
    return decoder.out.toByteArray();
  }

  private boolean atEnd() {
    while (at < in.length && (in[at] == '\n' || in[at] == '\r')) {
      at++;
    }
    return at >= in.length;
  }

  private void group64() {
    long value = 0;
    for (int i = 0; i < 4; i++) {
      if (atEnd()) {
        throw corrupt(at - i);
      }
      int c = in[at++];
      if (c == '=') {
        padding64(i);
        write(value, 6 * i);
        return;
      }
      value = value << 6 | digit(c, BASE64);
    }
    write(value, 24);
  }

  /** The rest of a group whose first sign of padding stands at the place. */
  private void padding64(int place) {
    if (place < 2) {
      throw corrupt(at - 1);
    }
    if (place == 2) {
      if (atEnd()) {
        throw corrupt(at);
      }
      if (in[at] != '=') {
        throw corrupt(at - 1);
      }
      at++;
    }
    if (!atEnd()) {
      throw corrupt(at);
    }
  }

  /** A group of eight; answers whether another may follow. */
  private boolean group32() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      if (at >= in.length) {
        throw corrupt(in.length - i);
      }
      int c = in[at++];
      int left = in.length - at;
      if (c == '=' && i >= 2 && left < 8) {
        padding32(i, left);
        write(value, 5 * i);
        return false;
      }
      value = value << 5 | digit(c, BASE32);
    }
    write(value, 40);
    return true;
  }

  private void padding32(int place, int left) {
    if (left + place < 7) {
      throw corrupt(in.length);
    }
    for (int i = 0; i < 7 - place; i++) {
      if (in[at + i] != '=') {
        throw corrupt(at + i - 1);
      }
    }
    if (place == 3 || place == 6) {
      throw corrupt(at - 1);
    }
  }

  private int digit(int c, String alphabet) {
    int digit = c < 0 ? -1 : alphabet.indexOf(c);
    if (digit < 0) {
      throw corrupt(at - 1);
    }
    return digit;
  }

  /** The whole bytes of so many bits. */
  private void write(long value, int bits) {
    for (int shift = bits - 8; shift >= 0; shift -= 8) {
      out.write((int) (value >> shift) & 0xff);
    }
  }

  private TemplateException corrupt(int place) {
    return new TemplateException("illegal " + name + " data at input byte " + place);
  }
}
