package org.wwj.dhcp;

import java.util.Optional;
import java.util.Set;
import org.wwj.boot.Arch;
import org.wwj.boot.NetbootClient;
import org.wwj.boot.NetbootClient.Kind;
import org.wwj.net.MacAddress;

/** Tells by a packet's options which program sent it. */
final class Classifier {
  static final String PXE_CLIENT = "PXEClient";
  static final String HTTP_CLIENT = "HTTPClient";

  private static final String IPXE = "iPXE";
  private static final String ARCH_IN_VENDOR_CLASS = ":Arch:";

  /** Address blocks of Raspberry Pi, whose boot ROM claims to be a BIOS (firmware.md Q26). */
  private static final Set<Long> RASPBERRY_PI =
      Set.of(0x28cdc1L, 0x2ccf67L, 0xb827ebL, 0xd83addL, 0xdca632L, 0xe45f01L);

  private Classifier() {}

  /** The program behind a packet of that machine. */
  static NetbootClient classify(DhcpPacket packet, MacAddress mac) {
    String vendorClass = packet.options().text(OptionCode.VENDOR_CLASS);
    Kind kind = kind(packet, vendorClass);
    if (kind == Kind.OTHER) {
      return new NetbootClient(mac, kind, Optional.empty());
    }
    if (kind == Kind.PXE && isRaspberryPiRom(packet, mac)) {
      return new NetbootClient(mac, kind, Optional.of(Arch.ARM64_UEFI));
    }
    return new NetbootClient(mac, kind, arch(packet, vendorClass));
  }

  /**
   * iPXE first, since it keeps the vendor class of the firmware it replaces. Option 175 alone does
   * not make an iPXE: ROMs built from its source send it without being able to run a script.
   */
  private static Kind kind(DhcpPacket packet, String vendorClass) {
    if (packet.options().get(OptionCode.USER_CLASS).filter(Classifier::saysIpxe).isPresent()) {
      return Kind.IPXE;
    }
    if (vendorClass.startsWith(PXE_CLIENT)) {
      return Kind.PXE;
    }
    return vendorClass.startsWith(HTTP_CLIENT) ? Kind.HTTP : Kind.OTHER;
  }

  /** iPXE sends the bare word; RFC 3004 asks for a list of words, each behind its length. */
  private static boolean saysIpxe(Bytes userClass) {
    if (userClass.text().equals(IPXE)) {
      return true;
    }
    byte[] octets = userClass.toArray();
    int at = 0;
    while (at < octets.length) {
      int end = at + 1 + (octets[at] & 0xff);
      if (end > octets.length) {
        return false;
      }
      if (Bytes.of(octets, at + 1, end).text().equals(IPXE)) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /** The first architecture of option 93 that wwj boots, else what the vendor class says. */
  private static Optional<Arch> arch(DhcpPacket packet, String vendorClass) {
    Bytes list = packet.options().get(OptionCode.CLIENT_ARCH).orElse(Bytes.EMPTY);
    for (int i = 0; i + 1 < list.length(); i += 2) {
      Optional<Arch> arch = Arch.of(list.uint16(i));
      if (arch.isPresent()) {
        return arch;
      }
    }
    if (list.length() >= 2) {
      return Optional.empty();
    }
    return archOfVendorClass(vendorClass);
  }

  /** ROMs from before RFC 4578 send neither and are BIOS ROMs. */
  private static Optional<Arch> archOfVendorClass(String vendorClass) {
    int at = vendorClass.indexOf(ARCH_IN_VENDOR_CLASS);
    if (at < 0) {
      return vendorClass.startsWith(HTTP_CLIENT) ? Optional.empty() : Optional.of(Arch.BIOS);
    }
    int from = at + ARCH_IN_VENDOR_CLASS.length();
    int code = 0;
    int digits = 0;
    while (digits < 5 && from + digits < vendorClass.length()) {
      int digit = Character.digit(vendorClass.charAt(from + digits), 10);
      if (digit < 0) {
        break;
      }
      code = code * 10 + digit;
      digits++;
    }
    return digits == 0 ? Optional.empty() : Arch.of(code);
  }

  /** Whether this is the boot ROM of a Raspberry Pi, which looks for its name in option 43. */
  static boolean isRaspberryPiRom(DhcpPacket packet, MacAddress mac) {
    return RASPBERRY_PI.contains(mac.value() >>> 24)
        && packet
            .options()
            .get(OptionCode.CLIENT_ARCH)
            .filter(list -> list.length() == 2 && list.uint16(0) == 0)
            .isPresent();
  }
}
