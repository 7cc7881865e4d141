package org.wwj.dhcp;

import java.net.Inet4Address;
import java.util.Optional;
import java.util.StringJoiner;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

/**
 * A DHCP packet: the BOOTP header and its options (RFC 2131 §2).
 *
 * <pre>
 *   0 op      1 htype   2 hlen    3 hops
 *   4 xid (4)           8 secs (2)     10 flags (2, bit 15 = broadcast)
 *  12 ciaddr           16 yiaddr       20 siaddr        24 giaddr
 *  28 chaddr (16)      44 sname (64)  108 file (128)
 * 236 magic cookie 63 82 53 63        240 options …
 * </pre>
 *
 * @param op 1 for requests, 2 for replies
 * @param htype hardware type, 1 for Ethernet
 * @param hlen length of the hardware address
 * @param hops relays on the way
 * @param xid transaction, chosen by the client
 * @param secs seconds since the client began
 * @param flags 16 bits as sent
 * @param ciaddr address the client has
 * @param yiaddr address the client gets
 * @param siaddr server of the boot file
 * @param giaddr relay, 0.0.0.0 for none
 * @param chaddr 16 octets, of which {@code hlen} count
 * @param sname server name up to its NUL, empty where option 52 says that it holds options
 * @param file boot file up to its NUL, empty where option 52 says that it holds options
 */
record DhcpPacket(
    int op,
    int htype,
    int hlen,
    int hops,
    int xid,
    int secs,
    int flags,
    Inet4Address ciaddr,
    Inet4Address yiaddr,
    Inet4Address siaddr,
    Inet4Address giaddr,
    Bytes chaddr,
    String sname,
    String file,
    DhcpOptions options) {
  static final int REQUEST = 1;
  static final int REPLY = 2;
  static final int ETHERNET = 1;
  static final int BROADCAST = 0x8000;

  /** 0.0.0.0, which says "none" in every address field. */
  static final Inet4Address NONE = Prefix.fromInt(0);

  private static final long MULTICAST_BIT = 1L << 40;

  /** The client's Ethernet address, empty for other hardware and for what no card can have. */
  Optional<MacAddress> mac() {
    if (htype != ETHERNET || hlen != 6) {
      return Optional.empty();
    }
    MacAddress mac = MacAddress.of(chaddr.toArray());
    boolean station = mac.value() != 0 && (mac.value() & MULTICAST_BIT) == 0;
    return station ? Optional.of(mac) : Optional.empty();
  }

  Optional<MessageType> messageType() {
    return options
        .get(OptionCode.MESSAGE_TYPE)
        .filter(value -> value.length() == 1)
        .flatMap(value -> MessageType.of(value.at(0)));
  }

  boolean wantsBroadcast() {
    return (flags & BROADCAST) != 0;
  }

  boolean relayed() {
    return !giaddr.equals(NONE);
  }

  /** One line for an admin: {@code DISCOVER 52:54:00:00:00:01 xid=… 60=PXEClient:… }. */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(" ");
    line.add(messageType().map(Enum::name).orElse(op == REQUEST ? "BOOTREQUEST" : "BOOTREPLY"));
    line.add(mac().map(MacAddress::toString).orElse("htype " + htype + " " + chaddr));
    line.add("xid=%08x flags=%04x".formatted(xid, flags));
    addAddress(line, "ciaddr", ciaddr);
    addAddress(line, "yiaddr", yiaddr);
    addAddress(line, "siaddr", siaddr);
    addAddress(line, "giaddr", giaddr);
    addText(line, "sname", sname);
    addText(line, "file", file);
    options.forEach((code, value) -> line.add(code.value() + "=" + shown(code, value)));
    return line.toString();
  }

  private static void addAddress(StringJoiner line, String name, Inet4Address address) {
    if (!address.equals(NONE)) {
      line.add(name + "=" + address.getHostAddress());
    }
  }

  private static void addText(StringJoiner line, String name, String text) {
    if (!text.isEmpty()) {
      line.add(name + "=" + text);
    }
  }

  private static String shown(OptionCode code, Bytes value) {
    return switch (code.value()) {
      case 12, 15, 56, 60, 66, 67 -> value.text();
      case 1, 50, 54 -> value.address().map(Inet4Address::getHostAddress).orElse(value.toString());
      default -> value.toString();
    };
  }
}
