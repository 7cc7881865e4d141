package org.wwj.image.sign;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Textual encoding of keys (RFC 7468). */
final class Pem {
  private static final int COLUMNS = 64;

  private Pem() {}

  static String encode(String label, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(COLUMNS, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, lines.encodeToString(der));
  }

  /**
   * The bytes between the first such lines.
   *
   * @throws IllegalArgumentException when there are none
   */
  static byte[] decode(String label, String text) {
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = from < 0 ? -1 : text.indexOf("-----END " + label + "-----", from);
    if (to < 0) {
      throw new IllegalArgumentException("no " + begin);
    }
    return Base64.getDecoder()
        .decode(text.substring(from + begin.length(), to).replaceAll("\\s", ""));
  }
}
