package org.wwj.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv6 address with the length of its network prefix, such as {@code fd00::1/64}.
 *
 * @param address the address as written, host bits kept
 * @param length prefix length in bits, 0 to 128
 */
public record Prefix6(Inet6Address address, int length) {
  public Prefix6 {
    if (length < 0 || length > 128) {
      throw new IllegalArgumentException("prefix length " + length + " is not between 0 and 128");
    }
  }

  /**
   * Reads {@code address/length}.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static Prefix6 parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' has no prefix length (like fd00::1/64)");
    }
    try {
      return new Prefix6(
          parseAddress(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has no valid prefix length", e);
    }
  }

  /**
   * Reads an address without asking any name service.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static Inet6Address parseAddress(String text) {
    if (text.indexOf(':') >= 0 && text.indexOf('%') < 0 && text.indexOf('[') < 0) {
      try {
        return (Inet6Address) Inet6Address.ofLiteral(text);
      } catch (IllegalArgumentException | ClassCastException e) {
        // told below
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not an IPv6 address (like fd00::11)");
  }

  /** The network's own address: host bits zero. */
  public Inet6Address network() {
    byte[] bytes = address.getAddress();
    for (int bit = length; bit < 128; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
    }
    try {
      return (Inet6Address) InetAddress.getByAddress(bytes);
    } catch (UnknownHostException | ClassCastException e) {
      throw new IllegalArgumentException(this + " has no network", e);
    }
  }

  /** The one short form of RFC 5952 §4, which the JDK does not write. */
  public static String format(Inet6Address address) {
    byte[] bytes = address.getAddress();
    int[] words = new int[8];
    for (int i = 0; i < 8; i++) {
      words[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int from = 0;
    int longest = 0;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && words[end] == 0) {
        end++;
      }
      if (end - i > longest) {
        from = i;
        longest = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (longest > 1 && i == from) {
        text.append("::");
        i += longest - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(words[i]));
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return format(address) + "/" + length;
  }
}
