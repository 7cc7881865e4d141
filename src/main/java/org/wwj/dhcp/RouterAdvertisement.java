package org.wwj.dhcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.wwj.net.MacAddress;

/**
 * The packets of RFC 4861 §4.1 and §4.2 as far as they are needed to say "no router here": the
 * advertisement has lifetime 0 and no options, so it makes nobody a router and gives nobody an
 * address.
 *
 * <pre>
 *  0 6000 0000   4 length 16   6 next header 58   7 hop limit 255   8 source   24 destination
 * 40 type 134   41 code 0   42 checksum   44 hop limit 0   45 flags 0   46 lifetime 0
 * 48 reachable time 0   52 retransmission timer 0
 * </pre>
 */
final class RouterAdvertisement {
  static final int ETHERTYPE = 0x86dd;
  static final int SOLICITATION = 133;
  static final int ICMPV6 = 58;

  private static final int ADVERTISEMENT = 134;
  private static final int HEADER = 40;
  private static final int LENGTH = 16;
  private static final int HOP_LIMIT = 255;
  private static final Bytes ALL_NODES = Bytes.ofHex("ff020000000000000000000000000001");

  private RouterAdvertisement() {}

  /**
   * Where a valid solicitation (RFC 4861 §6.1.1) came from, 16 octets; empty for anything else. The
   * unspecified address is a valid one.
   */
  static Optional<Bytes> solicitor(byte[] packet) {
    if (packet.length < HEADER + 8 || packet[0] >> 4 != 6) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(packet);
    int length = in.getShort(4) & 0xffff;
    boolean valid =
        length >= 8
            && HEADER + length <= packet.length
            && packet[6] == ICMPV6
            && packet[7] == (byte) HOP_LIMIT
            && (packet[HEADER] & 0xff) == SOLICITATION
            && packet[HEADER + 1] == 0
            && Checksum.of(pseudoHeader(packet, length), packet, HEADER, HEADER + length) == 0;
    return valid ? Optional.of(Bytes.of(packet, 8, 24)) : Optional.empty();
  }

  /**
   * The advertisement for one solicitor, or for all nodes where it has no address yet.
   *
   * @param source a link-local address
   * @param solicitor 16 octets, all zero for none
   */
  static byte[] encode(Bytes source, Bytes solicitor) {
    ByteBuffer out = ByteBuffer.allocate(HEADER + LENGTH);
    out.putInt(0x60000000).putShort((short) LENGTH).put((byte) ICMPV6).put((byte) HOP_LIMIT);
    out.put(source.toArray());
    out.put(isUnspecified(solicitor) ? ALL_NODES.toArray() : solicitor.toArray());
    out.put((byte) ADVERTISEMENT);
    byte[] packet = out.array();
    short checksum = Checksum.of(pseudoHeader(packet, LENGTH), packet, HEADER, HEADER + LENGTH);
    out.putShort(HEADER + 2, checksum);
    return packet;
  }

  static boolean isUnspecified(Bytes address) {
    return address.equals(Bytes.of(new byte[16]));
  }

  /** The link-local address that RFC 4291 App. A derives from a MAC, for links with IPv6 off. */
  static Bytes linkLocal(MacAddress mac) {
    byte[] six = mac.bytes();
    byte[] address = Arrays.copyOf(Bytes.ofHex("fe80").toArray(), 16);
    System.arraycopy(six, 0, address, 8, 3);
    address[8] ^= 2;
    address[11] = (byte) 0xff;
    address[12] = (byte) 0xfe;
    System.arraycopy(six, 3, address, 13, 3);
    return Bytes.of(address);
  }

  private static long pseudoHeader(byte[] packet, int length) {
    return Checksum.sum(length + ICMPV6, packet, 8, HEADER);
  }
}
