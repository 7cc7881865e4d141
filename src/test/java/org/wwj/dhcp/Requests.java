package org.wwj.dhcp;

import java.net.Inet4Address;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

/**
 * Requests as real clients send them, built octet by octet from what was captured of them (flags,
 * options 55, 57, 60, 61, 77, 93, 94, 97, 175), independently of the encoder under test.
 */
final class Requests {
  static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  static final String UUID = "0000000000000000408000525400000001";

  private static final String IPXE_WANTS = "010306070c0f111a2b3c4243778081828384858687afcb";
  private static final String OVMF_WANTS =
      "0102030405060c0d0f111216171c28292a2b3233363a3b3c4243618081828384858687";

  private final Map<Integer, String> options = new LinkedHashMap<>();
  private final byte[] header = new byte[236];

  private Requests(MacAddress mac, int type) {
    header[0] = 1;
    header[1] = 1;
    header[2] = 6;
    header[4] = 0x11;
    header[5] = 0x22;
    header[6] = 0x33;
    header[7] = 0x44;
    System.arraycopy(mac.bytes(), 0, header, 28, 6);
    options.put(53, "%02x".formatted(type));
  }

  static Requests of(MessageType type) {
    return of(C1, type);
  }

  static Requests of(MacAddress mac, MessageType type) {
    return new Requests(mac, type.option().at(0));
  }

  /** iPXE as the ROM of a virtio card, started by SeaBIOS. */
  static Requests ipxeBios(MessageType type) {
    return of(type)
        .option(57, "05c0")
        .text(60, "PXEClient:Arch:00000:UNDI:002001")
        .option(93, "0000")
        .option(94, "010201")
        .option(55, IPXE_WANTS)
        .option(175, "b105011af41000eb03010000170101220101130101140101110101270101190101")
        .option(61, "01525400000001")
        .text(77, "iPXE")
        .option(97, UUID);
  }

  /** snponly.efi, loaded by OVMF. */
  static Requests ipxeUefi(MessageType type) {
    return of(type)
        .option(57, "05c0")
        .text(60, "PXEClient:Arch:00007:UNDI:003010")
        .option(93, "0007")
        .option(94, "01030a")
        .option(55, IPXE_WANTS)
        .option(175, "eb03010000170101220101130101140101")
        .option(61, "01525400000001")
        .text(77, "iPXE")
        .option(97, UUID);
  }

  /** OVMF's own PXE. */
  static Requests ovmfPxe(MessageType type) {
    return of(type)
        .flags(0x8000)
        .option(57, type == MessageType.DISCOVER ? "05c0" : "ff00")
        .option(55, OVMF_WANTS)
        .option(97, UUID)
        .option(94, "010300")
        .option(93, "0007")
        .text(60, "PXEClient:Arch:00007:UNDI:003000");
  }

  /** OVMF's HTTP boot. */
  static Requests ovmfHttp(MessageType type) {
    return of(type)
        .flags(0x8000)
        .option(57, "05c0")
        .option(55, OVMF_WANTS.replace("4243", "eb4243"))
        .option(97, UUID)
        .option(94, "010300")
        .option(93, "0010")
        .text(60, "HTTPClient:Arch:00016:UNDI:003000");
  }

  /** A card's PXE ROM that is not iPXE, as BIOS firmware starts it. */
  static Requests plainPxe(MessageType type) {
    return of(type)
        .option(57, "05c0")
        .text(60, "PXEClient:Arch:00000:UNDI:002001")
        .option(93, "0000")
        .option(94, "010201")
        .option(55, IPXE_WANTS)
        .option(61, "01525400000001")
        .option(97, UUID);
  }

  /** busybox's client in stage-1. */
  static Requests udhcpc(MessageType type) {
    return of(type)
        .option(61, "01525400000001")
        .option(57, "0240")
        .option(55, "0103060c0f1c2a")
        .text(60, "udhcp 1.35.0");
  }

  /** systemd-networkd, which identifies itself by a DUID unless told otherwise. */
  static Requests networkd(MessageType type) {
    return of(type)
        .option(61, "ff0000000100020000ab11aabbccddeeff0011")
        .option(57, "05c0")
        .option(55, "0103060c0f1a1c2a77");
  }

  Requests option(int code, String hex) {
    options.put(code, hex);
    return this;
  }

  Requests text(int code, String text) {
    return option(code, Bytes.ofText(text).toString());
  }

  Requests address(int code, String address) {
    return option(code, Bytes.of(Prefix.parseAddress(address)).toString());
  }

  Requests without(int code) {
    options.remove(code);
    return this;
  }

  Requests mac(String mac) {
    System.arraycopy(MacAddress.parse(mac).bytes(), 0, header, 28, 6);
    return this;
  }

  Requests flags(int flags) {
    header[10] = (byte) (flags >> 8);
    header[11] = (byte) flags;
    return this;
  }

  Requests ciaddr(String address) {
    return field(12, address);
  }

  Requests giaddr(String address) {
    header[3] = 1;
    return field(24, address);
  }

  Requests hardware(int type, int length) {
    header[1] = (byte) type;
    header[2] = (byte) length;
    return this;
  }

  private Requests field(int at, String address) {
    Inet4Address value = Prefix.parseAddress(address);
    System.arraycopy(value.getAddress(), 0, header, at, 4);
    return this;
  }

  /** The datagram, padded to 300 octets as clients do. */
  byte[] bytes() {
    StringBuilder hex = new StringBuilder(Bytes.of(header).toString()).append("63825363");
    options.forEach(
        (code, value) -> hex.append("%02x%02x".formatted(code, value.length() / 2)).append(value));
    hex.append("ff");
    while (hex.length() < 600) {
      hex.append("00");
    }
    return Bytes.ofHex(hex.toString()).toArray();
  }

  /** The same, decoded. */
  DhcpPacket packet() {
    return ((Decoded.Packet) DhcpDecoder.decode(bytes())).packet();
  }
}
