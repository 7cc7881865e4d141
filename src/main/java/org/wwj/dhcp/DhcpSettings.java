package org.wwj.dhcp;

import java.net.Inet4Address;
import org.wwj.net.Transport;

/**
 * Where the DHCP server listens and sends.
 *
 * @param server its address on the provisioning network; the interface that carries it is the one
 *     served
 * @param serverPort UDP port of servers and relays, 67
 * @param clientPort UDP port of clients, 68
 * @param proxyPort UDP port of proxyDHCP, 4011
 * @param transport epoll or NIO
 */
public record DhcpSettings(
    Inet4Address server, int serverPort, int clientPort, int proxyPort, Transport transport) {
  /** The ports of RFC 2131 and of the PXE specification. */
  public static DhcpSettings standard(Inet4Address server, Transport transport) {
    return new DhcpSettings(server, 67, 68, 4011, transport);
  }
}
