package org.wwj.dhcp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wwj.net.Prefix;

/**
 * Writes DHCP packets. Option 82 goes last (RFC 3046 §2.1), values over 255 octets are split (RFC
 * 3396 §5), options never spill into sname and file, as firmware reads those as text.
 *
 * <p>Where a packet is larger than allowed, options go in this order until it fits: first what a
 * client can guess or do without (search list, domain, time servers, MTU, broadcast address, host
 * name, name servers, renewal times, static routes, routers), then copies (66, which is in the
 * header too; the echoed 61 and 97), and only where even that is not enough the relay's option 82
 * (RFC 3046 §2.2 permits that) and the boot file. Message type, addresses, lease and PXE options
 * always stay.
 */
final class DhcpEncoder {
  /** What every client takes: a 576-octet datagram less its IP and UDP headers (RFC 2131 §2). */
  static final int DEFAULT_LIMIT = 548;

  /** What fits one Ethernet frame; edk2 ignores offers beyond it (firmware.md Q36). */
  static final int HARD_LIMIT = 1472;

  private static final int IP_AND_UDP = 28;

  /** BOOTP's size, below which some relays and ROMs drop packets (RFC 1542 §2.1). */
  private static final int MINIMUM = 300;

  private static final List<OptionCode> DROPPED_FIRST =
      List.of(
          OptionCode.DOMAIN_SEARCH,
          OptionCode.DOMAIN_NAME,
          OptionCode.NTP_SERVERS,
          OptionCode.INTERFACE_MTU,
          OptionCode.BROADCAST_ADDRESS,
          OptionCode.HOST_NAME,
          OptionCode.NAME_SERVERS,
          OptionCode.REBINDING_TIME,
          OptionCode.RENEWAL_TIME,
          OptionCode.CLASSLESS_ROUTES,
          OptionCode.ROUTERS,
          OptionCode.TFTP_SERVER_NAME,
          OptionCode.CLIENT_IDENTIFIER,
          OptionCode.CLIENT_UUID);

  private static final List<OptionCode> DROPPED_LAST =
      List.of(OptionCode.RELAY_AGENT, OptionCode.BOOTFILE_NAME);

  private DhcpEncoder() {}

  /**
   * The size in octets of UDP payload that a client takes. Option 57 counts the whole datagram (RFC
   * 2132 §9.10); values no Ethernet carries, such as edk2's 65280, mean a full frame.
   */
  static int limitFor(DhcpPacket request) {
    int asked =
        request
            .options()
            .get(OptionCode.MAX_MESSAGE_SIZE)
            .filter(value -> value.length() == 2)
            .map(value -> value.uint16(0))
            .orElse(0);
    return Math.clamp(asked - IP_AND_UDP, DEFAULT_LIMIT, HARD_LIMIT);
  }

  /**
   * Encodes a packet into at most {@code limit} octets, which the relay's own option 82 may exceed.
   */
  static byte[] encode(DhcpPacket packet, int limit) {
    DhcpOptions options = fit(packet.options(), limit);
    ByteBuffer out = ByteBuffer.allocate(Math.max(MINIMUM, size(options)));
    out.put((byte) packet.op()).put((byte) packet.htype()).put((byte) packet.hlen());
    out.put((byte) packet.hops()).putInt(packet.xid());
    out.putShort((short) packet.secs()).putShort((short) packet.flags());
    put(out, packet.ciaddr());
    put(out, packet.yiaddr());
    put(out, packet.siaddr());
    put(out, packet.giaddr());
    packet.chaddr().copyTo(out, 0, packet.chaddr().length());
    putText(out, packet.sname(), DhcpDecoder.FILE);
    putText(out, packet.file(), DhcpDecoder.HEADER);
    out.putInt(DhcpDecoder.COOKIE);
    options.forEach((code, value) -> {
      if (!code.equals(OptionCode.RELAY_AGENT)) {
        put(out, code, value);
      }
    });
    options.get(OptionCode.RELAY_AGENT).ifPresent(v -> put(out, OptionCode.RELAY_AGENT, v));
    out.put((byte) OptionCode.END.value());
    return out.array();
  }

  /**
   * Relays take option 82 off before the client sees it, so it does not count against what the
   * client takes.
   */
  private static DhcpOptions fit(DhcpOptions options, int limit) {
    if (size(options) <= Math.min(limit, HARD_LIMIT)) {
      return options;
    }
    DhcpOptions rest = options;
    for (OptionCode code : DROPPED_FIRST) {
      if (size(rest.without(OptionCode.RELAY_AGENT)) <= limit && size(rest) <= HARD_LIMIT) {
        return rest;
      }
      rest = rest.without(code);
    }
    for (OptionCode code : DROPPED_LAST) {
      if (size(rest) > HARD_LIMIT) {
        rest = rest.without(code);
      }
    }
    return rest;
  }

  private static int size(DhcpOptions options) {
    int[] size = {DhcpDecoder.OPTIONS + 1};
    options.forEach((code, value) -> size[0] += value.length() + 2 * pieces(value));
    return size[0];
  }

  private static int pieces(Bytes value) {
    return Math.max(1, (value.length() + 254) / 255);
  }

  private static void put(ByteBuffer out, OptionCode code, Bytes value) {
    for (int i = 0; i < pieces(value); i++) {
      int from = i * 255;
      int length = Math.min(255, value.length() - from);
      out.put((byte) code.value()).put((byte) length);
      value.copyTo(out, from, length);
    }
  }

  private static void put(ByteBuffer out, Inet4Address address) {
    out.putInt(Prefix.toInt(address));
  }

  /**
   * Text longer than its field stays in the option alone: half a URL is worse than none. The field
   * ends with a NUL, as ROMs read it as a C string.
   */
  private static void putText(ByteBuffer out, String text, int end) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length < end - out.position()) {
      out.put(octets);
    }
    out.position(end); // what is left is zero already
  }
}
