package org.wwj.tftp;

/**
 * Mode netascii, RFC 1350 §1 and RFC 764: LF travels as CR LF, CR as CR NUL. Clients turn it back,
 * so that any file arrives as it is.
 */
final class Netascii {
  private Netascii() {}

  /** The first {@code length} bytes as they travel. */
  static byte[] encode(byte[] bytes, int length) {
    int extra = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        extra++;
      }
    }
    byte[] encoded = new byte[length + extra];
    int at = 0;
    for (int i = 0; i < length; i++) {
      switch (bytes[i]) {
        case '\n' -> {
          encoded[at++] = '\r';
          encoded[at++] = '\n';
        }
        case '\r' -> {
          encoded[at++] = '\r';
          encoded[at++] = 0;
        }
        default -> encoded[at++] = bytes[i];
      }
    }
    return encoded;
  }
}
