package org.wwj.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 address with the length of its network prefix, such as {@code 10.0.0.1/24}.
 *
 * @param address the address as written, host bits kept
 * @param length prefix length in bits, 0 to 32
 */
public record Prefix(Inet4Address address, int length) {
  public Prefix {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("prefix length " + length + " is not between 0 and 32");
    }
  }

  /**
   * Reads {@code address/length} or {@code address/netmask}.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' has no prefix length (like 10.0.0.1/24)");
    }
    String tail = text.substring(slash + 1);
    Inet4Address address = parseAddress(text.substring(0, slash));
    if (tail.indexOf('.') >= 0) {
      return of(address, parseAddress(tail));
    }
    try {
      return new Prefix(address, Integer.parseInt(tail));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has no valid prefix length", e);
    }
  }

  /**
   * Joins an address and its netmask.
   *
   * @throws IllegalArgumentException when the mask has a gap
   */
  public static Prefix of(Inet4Address address, Inet4Address netmask) {
    int mask = toInt(netmask);
    int length = Integer.bitCount(mask);
    if (mask != maskOf(length)) {
      throw new IllegalArgumentException(
          "netmask " + netmask.getHostAddress() + " is not contiguous");
    }
    return new Prefix(address, length);
  }

  /**
   * Reads a dotted address without asking any name service.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static Inet4Address parseAddress(String text) {
    if (isDotted(text)) {
      int value = 0;
      int part = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        value = c == '.' ? value << 8 | part : value;
        part = c == '.' ? 0 : part * 10 + c - '0';
      }
      return fromInt(value << 8 | part);
    }
    try {
      String trimmed = text.trim();
      if (trimmed.chars().filter(c -> c == '.').count() != 3) {
        throw new IllegalArgumentException(trimmed);
      }
      return Inet4Address.ofLiteral(trimmed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an IPv4 address (like 10.0.0.11)", e);
    }
  }

  /** Whether a text is an address in the form it is printed in, without leading zeros. */
  public static boolean isDotted(String text) {
    int dots = 0;
    int part = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && part >= 0 && dots < 3) {
        dots++;
        part = -1;
      } else if (c < '0' || c > '9' || part == 0) {
        return false;
      } else {
        part = Math.max(part, 0) * 10 + c - '0';
        if (part > 255) {
          return false;
        }
      }
    }
    return dots == 3 && part >= 0;
  }

  /** The address as an unsigned number in an int, for ordering and arithmetic. */
  public static int toInt(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  /** The inverse of {@link #toInt}. */
  public static Inet4Address fromInt(int value) {
    try {
      return (Inet4Address) InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(value).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }

  /** Whether the other address lies in this network. */
  public boolean contains(Inet4Address other) {
    return ((toInt(address) ^ toInt(other)) & maskOf(length)) == 0;
  }

  /** The network's own address: host bits zero. */
  public Inet4Address network() {
    return fromInt(toInt(address) & maskOf(length));
  }

  /** The directed broadcast address: host bits one. */
  public Inet4Address broadcast() {
    return fromInt(toInt(address) | ~maskOf(length));
  }

  /** The netmask in dotted form's bytes. */
  public Inet4Address netmask() {
    return fromInt(maskOf(length));
  }

  private static int maskOf(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
