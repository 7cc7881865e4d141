package org.wwj.dhcp;

/** The Internet checksum (RFC 1071). */
final class Checksum {
  private Checksum() {}

  /** Adds the 16-bit words of a range to a sum; a last odd octet counts as the high one. */
  static long sum(long start, byte[] octets, int from, int to) {
    long sum = start;
    for (int i = from; i < to; i++) {
      sum += (i - from) % 2 == 0 ? (octets[i] & 0xff) << 8 : octets[i] & 0xff;
    }
    return sum;
  }

  /** The complement of the folded sum. */
  static short of(long start, byte[] octets, int from, int to) {
    long sum = sum(start, octets, from, to);
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (short) ~sum;
  }
}
