package org.wwj.dhcp;

import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;

/** Reads DHCP packets (RFC 2131, RFC 2132, RFC 3396). Never throws: bad packets are results. */
final class DhcpDecoder {
  static final int HEADER = 236;
  static final int COOKIE = 0x63825363;
  static final int OPTIONS = HEADER + 4;
  static final int SNAME = 44;
  static final int FILE = 108;

  private DhcpDecoder() {}

  /** Decodes a whole datagram. */
  static Decoded decode(byte[] octets) {
    if (octets.length < OPTIONS) {
      return new Decoded.Malformed(
          octets.length + " bytes; header and magic cookie take " + OPTIONS);
    }
    if (int32(octets, HEADER) != COOKIE) {
      return new Decoded.Malformed("magic cookie is %08x".formatted(int32(octets, HEADER)));
    }
    int op = octets[0] & 0xff;
    if (op != DhcpPacket.REQUEST && op != DhcpPacket.REPLY) {
      return new Decoded.Malformed("op is " + op);
    }
    int hlen = octets[2] & 0xff;
    if (hlen > 16) {
      return new Decoded.Malformed("hardware address length is " + hlen + ", the field holds 16");
    }
    return body(octets, op, hlen);
  }

  private static Decoded body(byte[] octets, int op, int hlen) {
    DhcpOptions.Builder options = DhcpOptions.builder();
    String fault = read(octets, OPTIONS, octets.length, options);
    if (fault != null) {
      return new Decoded.Malformed(fault);
    }
    int overload = 0;
    Bytes overloading = options.soFar(OptionCode.OVERLOAD);
    if (overloading.length() > 0) {
      overload = overloading.at(0);
      if (overloading.length() != 1 || overload < 1 || overload > 3) {
        return new Decoded.Malformed("option 52 is " + overloading);
      }
    }
    boolean fileHoldsOptions = (overload & 1) != 0;
    boolean snameHoldsOptions = (overload & 2) != 0;
    if (fileHoldsOptions) {
      fault = read(octets, FILE, HEADER, options);
    }
    if (fault == null && snameHoldsOptions) {
      fault = read(octets, SNAME, FILE, options);
    }
    if (fault != null) {
      return new Decoded.Malformed(fault);
    }
    return new Decoded.Packet(
        new DhcpPacket(
            op,
            octets[1] & 0xff,
            hlen,
            octets[3] & 0xff,
            int32(octets, 4),
            int32(octets, 8) >>> 16,
            int32(octets, 8) & 0xffff,
            address(octets, 12),
            address(octets, 16),
            address(octets, 20),
            address(octets, 24),
            Bytes.of(octets, 28, 44),
            snameHoldsOptions ? "" : text(octets, SNAME, FILE),
            fileHoldsOptions ? "" : text(octets, FILE, HEADER),
            options.build()));
  }

  /**
   * Reads one field of options up to its end option, or to the end of the field where a client
   * forgot that. Returns what is wrong, or null.
   */
  private static @Nullable String read(
      byte[] octets, int from, int to, DhcpOptions.Builder options) {
    int at = from;
    while (at < to) {
      int code = octets[at] & 0xff;
      if (code == OptionCode.PAD.value()) {
        at++;
        continue;
      }
      if (code == OptionCode.END.value()) {
        return null;
      }
      if (at + 1 >= to) {
        return "option " + OptionCode.of(code) + " has no length";
      }
      int length = octets[at + 1] & 0xff;
      int end = at + 2 + length;
      if (end > to) {
        return "option %s claims %d bytes, %d are left"
            .formatted(OptionCode.of(code), length, to - at - 2);
      }
      options.join(OptionCode.of(code), Bytes.of(octets, at + 2, end));
      at = end;
    }
    return null;
  }

  /** A field up to its first NUL; most are empty. */
  private static String text(byte[] octets, int from, int to) {
    return octets[from] == 0 ? "" : Bytes.of(octets, from, to).text();
  }

  private static int int32(byte[] octets, int at) {
    return (octets[at] & 0xff) << 24
        | (octets[at + 1] & 0xff) << 16
        | (octets[at + 2] & 0xff) << 8
        | (octets[at + 3] & 0xff);
  }

  private static Inet4Address address(byte[] octets, int at) {
    int value = int32(octets, at);
    return value == 0 ? DhcpPacket.NONE : Prefix.fromInt(value);
  }
}
