package org.wwj.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's neighbour table: which hardware address really stands behind an IPv4 address of this
 * link.
 */
public final class ArpTable {
  private static final MacAddress INCOMPLETE = new MacAddress(0);

  private final Path file;

  /** The table in that file, in the form of {@code /proc/net/arp}. */
  public ArpTable(Path file) {
    this.file = file;
  }

  /** The running kernel's table. Reading it is quick but is a file read: not for event loops. */
  public static ArpTable ofKernel() {
    return new ArpTable(Path.of("/proc/self/net/arp"));
  }

  /** The hardware address behind an address, if the kernel knows it. */
  public Optional<MacAddress> macOf(Inet4Address address) {
    String start = address.getHostAddress() + " ";
    for (String line : lines()) {
      if (line.startsWith(start)) {
        String[] columns = line.split(" +");
        return columns.length < 4
            ? Optional.empty()
            : MacAddress.tryParse(columns[3]).filter(mac -> !mac.equals(INCOMPLETE));
      }
    }
    return Optional.empty();
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // no table, no evidence: the caller then trusts nobody by it
    }
  }
}
