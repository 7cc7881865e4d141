package org.wwj.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;

/** This host's addresses, for a warewulf.conf that leaves its own to be found out. */
@FunctionalInterface
interface HostAddress {
  /** Any address outside: nothing is sent there, it only makes the kernel choose a way. */
  String OUTSIDE = "192.0.2.1";

  /** An address of this host with its network; null asks for the one that leads outside. */
  Optional<Prefix> find(@Nullable Inet4Address address);

  /** The real ones. */
  static Optional<Prefix> ofThisHost(@Nullable Inet4Address address) {
    try {
      InetAddress wanted = address == null ? outward() : address;
      @Nullable NetworkInterface device = NetworkInterface.getByInetAddress(wanted);
      if (device == null) {
        return Optional.empty();
      }
      return device.getInterfaceAddresses().stream()
          .filter(found -> found.getAddress().equals(wanted))
          .filter(found -> found.getAddress() instanceof Inet4Address)
          .findFirst()
          .map(HostAddress::prefix);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // no way outside, or no right to look
    }
  }

  private static Prefix prefix(InterfaceAddress found) {
    return new Prefix((Inet4Address) found.getAddress(), found.getNetworkPrefixLength());
  }

  private static InetAddress outward() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(OUTSIDE), 9));
      return socket.getLocalAddress();
    }
  }
}
