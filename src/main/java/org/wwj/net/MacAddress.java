package org.wwj.net;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A 48-bit Ethernet address. Written with colons and lower case; read with colons, dashes, dots or
 * nothing between the digits, as firmware and admins write it.
 */
public record MacAddress(long value) implements Comparable<MacAddress> {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
  private static final HexFormat DASHES = HexFormat.ofDelimiter("-");

  public MacAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("not a 48-bit value: " + Long.toHexString(value));
    }
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException naming the text, when it is not six bytes in hex
   */
  public static MacAddress parse(String text) {
    return tryParse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + text
                    + "' is not a MAC address (expected six bytes, like 52:54:00:12:34:56)"));
  }

  /** Reads an address from text of unknown quality, such as a URL. */
  public static Optional<MacAddress> tryParse(String text) {
    if (text.length() > 17) {
      return Optional.empty();
    }
    long value = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '-' || c == '.') {
        continue;
      }
      if (!HexFormat.isHexDigit(c)) {
        return Optional.empty();
      }
      value = value << 4 | HexFormat.fromHexDigit(c);
      digits++;
    }
    return digits == 12 ? Optional.of(new MacAddress(value)) : Optional.empty();
  }

  /** The address in the first six of the given bytes. */
  public static MacAddress of(byte[] bytes) {
    long value = 0;
    for (int i = 0; i < 6; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return new MacAddress(value);
  }

  /** Six bytes in network order. */
  public byte[] bytes() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (value >>> (40 - 8 * i));
    }
    return bytes;
  }

  /** The form iPXE and Warewulf use in URLs: {@code 52-54-00-12-34-56}. */
  public String dashed() {
    return DASHES.formatHex(bytes());
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return COLONS.formatHex(bytes());
  }
}
