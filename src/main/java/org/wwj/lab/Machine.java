package org.wwj.lab;

import java.net.Inet4Address;
import java.util.Collection;
import java.util.regex.Pattern;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

/**
 * One diskless virtual machine of the lab, written as a line of text: {@code c1 52:54:00:00:00:01
 * 10.0.0.11 bios 1024 2}.
 *
 * @param memoryMib RAM in MiB
 */
record Machine(
    String name, MacAddress mac, Inet4Address address, Firmware firmware, int memoryMib, int cpus) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,14}");
  private static final long FIRST_MAC = 0x525400000000L;
  private static final int FIRST_HOST = 10;
  private static final int LAST_HOST = 199;

  Machine {
    if (!NAME.matcher(name).matches()) {
      throw new LabException(
          "'" + name + "' is no name for a node: lower-case letters, digits and -, up to 15");
    }
  }

  /** The machine with that number, counted from 1, of the lab's network. */
  static Machine numbered(String name, int number, Prefix network, Firmware firmware, int mib) {
    return new Machine(name, mac(number), address(number, network), firmware, mib, 2);
  }

  /**
   * A copy of this machine under another name, with the next MAC and address that nobody has.
   *
   * @throws LabException when the name is taken or the addresses are used up
   */
  Machine copy(String newName, Firmware newFirmware, Collection<Machine> all, Prefix network) {
    if (all.stream().anyMatch(machine -> machine.name.equals(newName))) {
      throw new LabException("the lab has a node " + newName + " already (see: wwj lab status)");
    }
    for (int number = 1; number <= LAST_HOST - FIRST_HOST; number++) {
      MacAddress newMac = mac(number);
      Inet4Address newAddress = address(number, network);
      if (all.stream().noneMatch(m -> m.mac.equals(newMac) || m.address.equals(newAddress))) {
        return new Machine(newName, newMac, newAddress, newFirmware, memoryMib, cpus);
      }
    }
    throw new LabException("the lab is full: all addresses below the dynamic range are taken");
  }

  private static MacAddress mac(int number) {
    return new MacAddress(FIRST_MAC + number);
  }

  private static Inet4Address address(int number, Prefix network) {
    return Prefix.fromInt(Prefix.toInt(network.network()) + FIRST_HOST + number);
  }

  /** The UUID its firmware tells in DHCP option 97, as firmware.md asks: never all zero. */
  String uuid() {
    return "00000000-0000-4000-8000-" + mac.toString().replace(":", "");
  }

  String format() {
    return String.join(
        " ",
        name,
        mac.toString(),
        address.getHostAddress(),
        firmware.word(),
        Integer.toString(memoryMib),
        Integer.toString(cpus));
  }

  static Machine parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 6) {
      throw new LabException("not a machine of the lab: '" + line + "'");
    }
    try {
      return new Machine(
          words[0],
          MacAddress.parse(words[1]),
          Prefix.parseAddress(words[2]),
          Firmware.parse(words[3]),
          Integer.parseInt(words[4]),
          Integer.parseInt(words[5]));
    } catch (IllegalArgumentException e) {
      throw new LabException("not a machine of the lab: '" + line + "'", e);
    }
  }
}
