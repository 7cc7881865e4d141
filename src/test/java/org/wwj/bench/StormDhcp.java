package org.wwj.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.wwj.net.MacAddress;

/** The DHCP packets of a machine that boots by PXE, as firmware and iPXE send them (RFC 2131). */
final class StormDhcp {
  private static final int COOKIE = 0x63825363;
  private static final int OPTIONS = 240;
  private static final byte[] FIRMWARE =
      "PXEClient:Arch:00000:UNDI:002001".getBytes(StandardCharsets.US_ASCII);

  private StormDhcp() {}

  /**
   * What a server says.
   *
   * @param type 2 an offer, 5 the address
   * @param xid whom it is for
   * @param address the machine's
   * @param server who says so, 4 octets
   * @param bootFile name or URL
   */
  record Reply(int type, int xid, InetAddress address, byte[] server, String bootFile) {}

  /** A DISCOVER; answered by broadcast, as the machine has no address. */
  static ByteBuffer discover(MacAddress mac, int xid, boolean ipxe) {
    return end(options(mac, xid, 1, ipxe));
  }

  /** A REQUEST of what was offered. */
  static ByteBuffer request(MacAddress mac, int xid, boolean ipxe, Reply offer) {
    ByteBuffer packet = options(mac, xid, 3, ipxe);
    packet.put((byte) 50).put((byte) 4).put(offer.address().getAddress());
    packet.put((byte) 54).put((byte) 4).put(offer.server());
    return end(packet);
  }

  private static ByteBuffer options(MacAddress mac, int xid, int type, boolean ipxe) {
    ByteBuffer packet = ByteBuffer.allocate(548);
    packet.put(new byte[] {1, 1, 6, 0}).putInt(xid).putInt(0x8000);
    packet.position(28).put(mac.bytes());
    packet.position(OPTIONS - 4).putInt(COOKIE);
    packet.put(new byte[] {53, 1, (byte) type});
    packet.put(new byte[] {55, 7, 1, 3, 6, 12, 66, 67, (byte) 175});
    packet.put(new byte[] {57, 2, 5, (byte) 0xc0});
    packet.put(new byte[] {93, 2, 0, 0});
    packet.put((byte) 60).put((byte) FIRMWARE.length).put(FIRMWARE);
    if (ipxe) {
      packet.put(new byte[] {77, 4, 'i', 'P', 'X', 'E'});
      packet.put(new byte[] {(byte) 175, 6, 19, 1, 1, 24, 1, 1});
    }
    return packet;
  }

  private static ByteBuffer end(ByteBuffer packet) {
    packet.put((byte) 255);
    return packet.limit(Math.max(packet.position(), 300)).position(0);
  }

  /** Reads a reply from its first byte on. */
  static Reply parse(ByteBuffer packet) throws UnknownHostException {
    int xid = packet.getInt(4);
    byte[] address = new byte[4];
    packet.get(16, address);
    byte[] file = new byte[128];
    packet.get(108, file);
    String bootFile = text(file);
    int type = 0;
    byte[] server = new byte[4];
    int at = OPTIONS;
    while (at + 1 < packet.limit() && packet.get(at) != (byte) 255) {
      int code = packet.get(at) & 0xFF;
      if (code == 0) {
        at++;
        continue;
      }
      byte[] value = new byte[packet.get(at + 1) & 0xFF];
      packet.get(at + 2, value);
      switch (code) {
        case 53 -> type = value[0];
        case 54 -> server = value;
        case 67 -> bootFile = text(value);
        default -> {}
      }
      at += 2 + value.length;
    }
    return new Reply(type, xid, InetAddress.getByAddress(address), server, bootFile);
  }

  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOf(bytes, end), StandardCharsets.US_ASCII);
  }
}
