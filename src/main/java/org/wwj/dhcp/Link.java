package org.wwj.dhcp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;

/**
 * The network interface that carries the server's address.
 *
 * @param name such as {@code eth1}
 * @param index the kernel's number
 * @param mac null for interfaces without one, such as loopback
 * @param linkLocal its IPv6 link-local address; null where IPv6 is off
 */
record Link(String name, int index, @Nullable MacAddress mac, @Nullable Inet6Address linkLocal) {
  /**
   * Finds the interface.
   *
   * @throws DhcpException saying how to give the address to one, when none has it
   */
  static Link of(Inet4Address server) {
    try {
      NetworkInterface found = NetworkInterface.getByInetAddress(server);
      if (found == null) {
        throw new DhcpException(
            "address %1$s of wwj.conf (ipaddr) is on no interface of this machine; give it to the provisioning"
                    .formatted(server.getHostAddress())
                + " interface: ip addr add %s/PREFIX dev INTERFACE && ip link set INTERFACE up"
                    .formatted(server.getHostAddress()));
      }
      NetworkInterface parent = found.getParent();
      NetworkInterface real = parent == null ? found : parent;
      byte[] hardware = real.getHardwareAddress();
      return new Link(
          real.getName(),
          real.getIndex(),
          hardware == null || hardware.length != 6 ? null : MacAddress.of(hardware),
          linkLocal(real));
    } catch (SocketException e) {
      throw new DhcpException("cannot list this machine's network interfaces", e);
    }
  }

  private static @Nullable Inet6Address linkLocal(NetworkInterface link) {
    for (InetAddress address : Collections.list(link.getInetAddresses())) {
      if (address instanceof Inet6Address six && six.isLinkLocalAddress()) {
        return six;
      }
    }
    return null;
  }
}
