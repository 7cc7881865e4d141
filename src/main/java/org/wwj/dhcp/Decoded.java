package org.wwj.dhcp;

/** What a datagram turned out to be. */
sealed interface Decoded {
  /** A packet that keeps the rules. */
  record Packet(DhcpPacket packet) implements Decoded {}

  /**
   * Something else.
   *
   * @param reason what is wrong with it, with the numbers
   */
  record Malformed(String reason) implements Decoded {}
}
