package org.wwj.dhcp;

import java.net.Inet4Address;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a relay says about the link a packet came from.
 *
 * @param link the address that picks the subnet, null for a client on the server's own link: 82.5
 *     (RFC 3527), else option 118 (RFC 3011), else giaddr
 * @param server 82.11 (RFC 5107): the address the client is to take for the server's
 */
record RelayAgent(@Nullable Inet4Address link, @Nullable Inet4Address server) {
  private static final int LINK_SELECTION = 5;
  private static final int SERVER_OVERRIDE = 11;

  static RelayAgent of(DhcpPacket packet) {
    Map<Integer, Bytes> agent =
        packet
            .options()
            .get(OptionCode.RELAY_AGENT)
            .map(option -> DhcpOptions.encapsulated(option, false))
            .orElse(Map.of());
    Optional<Inet4Address> link =
        address(agent, LINK_SELECTION)
            .or(() -> packet.options().address(OptionCode.SUBNET_SELECTION));
    return new RelayAgent(
        link.orElse(packet.relayed() ? packet.giaddr() : null),
        address(agent, SERVER_OVERRIDE).orElse(null));
  }

  private static Optional<Inet4Address> address(Map<Integer, Bytes> agent, int code) {
    return Optional.ofNullable(agent.get(code)).flatMap(Bytes::address);
  }
}
