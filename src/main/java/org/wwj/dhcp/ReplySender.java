package org.wwj.dhcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * Brings replies to where they go. Clients without an address, and all of a link, are reached by a
 * raw frame on exactly that link; where raw frames do not work (no CAP_NET_RAW), by a broadcast of
 * the ordinary socket.
 */
final class ReplySender {
  private static final Inet4Address EVERYBODY = Prefix.fromInt(-1);
  private static final MacAddress ALL_CARDS = MacAddress.parse("ff:ff:ff:ff:ff:ff");

  private final DhcpSettings settings;
  private final int port;
  private final @Nullable PacketSocket frames;
  private final DhcpSocket unicast;
  private final DhcpSocket broadcast;
  private final Counters counters;
  private boolean warned;

  /**
   * The sender of one port.
   *
   * @param port where replies leave from
   * @param frames null where raw frames do not work
   * @param unicast a socket bound to the server's address
   * @param broadcast a socket that may broadcast on the link
   */
  ReplySender(
      DhcpSettings settings,
      int port,
      @Nullable PacketSocket frames,
      DhcpSocket unicast,
      DhcpSocket broadcast,
      Counters counters) {
    this.settings = settings;
    this.port = port;
    this.frames = frames;
    this.unicast = unicast;
    this.broadcast = broadcast;
    this.counters = counters;
  }

  /** Sends a reply; datagrams of the ordinary sockets wait for {@link #flush}. */
  void send(Destination to, byte[] octets) {
    switch (to) {
      case Destination.Relay relay ->
          datagram(unicast, relay.giaddr(), settings.serverPort(), octets);
      case Destination.Client client ->
          datagram(unicast, client.address(), settings.clientPort(), octets);
      case Destination.Sender sender -> datagram(unicast, sender.address(), sender.port(), octets);
      case Destination.Hardware hardware -> toLink(hardware.mac(), hardware.address(), octets);
      case Destination.Broadcast everybody -> toLink(ALL_CARDS, EVERYBODY, octets);
    }
  }

  /** Lets leave what was sent, with one system call where the transport can. */
  void flush() {
    unicast.flush();
    broadcast.flush();
  }

  private void toLink(MacAddress mac, Inet4Address address, byte[] octets) {
    if (!frame(mac, address, octets)) {
      datagram(broadcast, EVERYBODY, settings.clientPort(), octets);
    }
  }

  private boolean frame(MacAddress mac, Inet4Address to, byte[] octets) {
    if (frames == null) {
      return false;
    }
    try {
      frames.send(
          mac,
          UdpFrame.ETHERTYPE,
          UdpFrame.encode(settings.server(), port, to, settings.clientPort(), octets));
      return true;
    } catch (IOException e) {
      counters.count("dhcp.frame-failed");
      if (!warned) {
        Log.warn("dhcp-frame-failed", "mac", mac, "reason", String.valueOf(e.getMessage()));
        warned = true;
      }
      return false;
    }
  }

  private static void datagram(DhcpSocket socket, Inet4Address to, int port, byte[] octets) {
    socket.send(octets, new InetSocketAddress(to, port));
  }
}
