package org.wwj.dhcp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import org.wwj.net.Precedence;
import org.wwj.net.Prefix;

/**
 * An IPv4 datagram with its UDP header, built by hand for clients that the kernel could not reach:
 * it would ask by ARP for an address they do not have yet.
 */
final class UdpFrame {
  static final int ETHERTYPE = 0x0800;

  private static final int IP = 20;
  private static final int UDP = 8;
  private static final int VERSION_AND_LENGTH = 0x4500;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int TTL_AND_UDP = 64 << 8 | 17;

  private UdpFrame() {}

  /** IP header, UDP header and payload (RFC 791, RFC 768), both checksums filled in. */
  static byte[] encode(
      Inet4Address from, int fromPort, Inet4Address to, int toPort, byte[] payload) {
    int total = IP + UDP + payload.length;
    ByteBuffer out = ByteBuffer.allocate(total);
    out.putShort((short) (VERSION_AND_LENGTH | Precedence.CLASS_SELECTOR_6))
        .putShort((short) total);
    out.putShort((short) 0).putShort((short) DO_NOT_FRAGMENT);
    out.putShort((short) TTL_AND_UDP).putShort((short) 0);
    out.putInt(Prefix.toInt(from)).putInt(Prefix.toInt(to));
    out.putShort((short) fromPort).putShort((short) toPort);
    out.putShort((short) (UDP + payload.length)).putShort((short) 0).put(payload);
    byte[] frame = out.array();
    out.putShort(10, Checksum.of(0, frame, 0, IP));
    long pseudoHeader =
        Checksum.sum(0, frame, 12, IP) + (TTL_AND_UDP & 0xff) + UDP + payload.length;
    short checksum = Checksum.of(pseudoHeader, frame, IP, total);
    out.putShort(IP + 6, checksum == 0 ? (short) 0xffff : checksum); // 0 means "none" in UDP
    return frame;
  }
}
