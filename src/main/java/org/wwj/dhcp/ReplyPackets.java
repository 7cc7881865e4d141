package org.wwj.dhcp;

import java.net.Inet4Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootPolicy;
import org.wwj.boot.NetbootClient;
import org.wwj.config.SiteConfig;

/** The replies to one request as whole packets with their destination (RFC 2131 §4.1, §4.3.1). */
final class ReplyPackets {
  private final DhcpPacket request;
  private final Arrival arrival;
  private final RelayAgent relay;
  private final NetbootClient client;
  private final SiteConfig config;

  ReplyPackets(
      DhcpPacket request,
      Arrival arrival,
      RelayAgent relay,
      NetbootClient client,
      SiteConfig config) {
    this.request = request;
    this.arrival = arrival;
    this.relay = relay;
    this.client = client;
    this.config = config;
  }

  /** Adds the boot file, in options and header both, as firmware differs in where it looks. */
  Decision.Reply complete(
      ReplyOptions options,
      Inet4Address ciaddr,
      Inet4Address yiaddr,
      Destination to,
      String node,
      String warning,
      LeaseChange change) {
    Inet4Address server = arrival.server();
    Optional<String> file = BootPolicy.bootFile(client, config);
    file.ifPresent(name -> options.boot(client, name, server));
    DhcpPacket packet =
        packet(
            ciaddr,
            yiaddr,
            file.isPresent() ? server : DhcpPacket.NONE,
            file.isPresent() ? server.getHostAddress() : "",
            file.orElse(""),
            request.flags(),
            options.echo());
    return new Decision.Reply(
        packet, DhcpEncoder.limitFor(request), to, client, node, warning, change);
  }

  /** A NAK goes to all, since the client's address is not to be trusted (RFC 2131 §4.1). */
  Decision.Reply refuse(String why) {
    DhcpOptions options =
        new ReplyOptions(request, MessageType.NAK, serverIdentifier()).message(why).echo();
    boolean relayed = request.relayed();
    DhcpPacket packet =
        packet(
            DhcpPacket.NONE,
            DhcpPacket.NONE,
            DhcpPacket.NONE,
            "",
            "",
            relayed ? request.flags() | DhcpPacket.BROADCAST : request.flags(),
            options);
    Destination to =
        relayed ? new Destination.Relay(request.giaddr()) : new Destination.Broadcast();
    return new Decision.Reply(
        packet, DhcpEncoder.limitFor(request), to, client, "", "", LeaseChange.NOTHING);
  }

  private DhcpPacket packet(
      Inet4Address ciaddr,
      Inet4Address yiaddr,
      Inet4Address siaddr,
      String sname,
      String file,
      int flags,
      DhcpOptions options) {
    return new DhcpPacket(
        DhcpPacket.REPLY,
        request.htype(),
        request.hlen(),
        0,
        request.xid(),
        0,
        flags,
        ciaddr,
        yiaddr,
        siaddr,
        request.giaddr(),
        request.chaddr(),
        sname,
        file,
        options);
  }

  /**
   * A client has its address only where it renews or rebinds; a ciaddr beside option 50 or in a
   * DISCOVER is one it does not answer ARP for.
   */
  Destination destination(Inet4Address yiaddr) {
    if (request.relayed()) {
      return new Destination.Relay(request.giaddr());
    }
    boolean configured =
        request.ciaddr().equals(yiaddr) && !request.options().has(OptionCode.REQUESTED_ADDRESS);
    if (configured && request.messageType().orElseThrow() == MessageType.REQUEST) {
      return new Destination.Client(request.ciaddr());
    }
    return request.wantsBroadcast()
        ? new Destination.Broadcast()
        : new Destination.Hardware(client.mac(), yiaddr);
  }

  /** What option 54 says: the relay's word where it overrides ours (RFC 5107). */
  Inet4Address serverIdentifier() {
    @Nullable Inet4Address override = relay.server();
    return override != null ? override : arrival.server();
  }
}
