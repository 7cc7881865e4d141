package org.wwj.dhcp;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootPolicy;
import org.wwj.boot.NetbootClient;
import org.wwj.config.SiteConfig;
import org.wwj.net.MacAddress;
import org.wwj.registry.Snapshot;

/**
 * The answer to one packet as a pure function of packet, arrival, snapshot, dynamic addresses and
 * time (RFC 2131 §4.3). Replies carry address and boot file together and never a boot menu, as much
 * firmware understands nothing else (firmware.md Q23, Q24).
 */
final class Responder {
  /** How long an offered dynamic address waits for its request: firmware's longest retry twice. */
  static final Duration OFFER_HOLD = Duration.ofSeconds(64);

  /** How long an address that somebody else uses is left alone. */
  static final Duration AVOIDANCE = Duration.ofMinutes(10);

  private final DhcpPacket request;
  private final Arrival arrival;
  private final SiteConfig config;
  private final Instant now;
  private final MacAddress mac;
  private final NetbootClient client;
  private final ReplyPackets replies;
  private final RelayAgent relay;
  private final Addressing addressing;

  private Responder(
      DhcpPacket request,
      MacAddress mac,
      Arrival arrival,
      Snapshot snapshot,
      DynamicAddresses leases,
      Instant now) {
    this.request = request;
    this.arrival = arrival;
    this.config = snapshot.config();
    this.now = now;
    this.mac = mac;
    this.client = Classifier.classify(request, mac);
    this.relay = RelayAgent.of(request);
    this.replies = new ReplyPackets(request, arrival, relay, client, config);
    this.addressing = new Addressing(snapshot, arrival.server(), leases, now);
  }

  /** Decides what to do about a packet. The leases are read, not changed. */
  static Decision decide(
      DhcpPacket request,
      Arrival arrival,
      Snapshot snapshot,
      DynamicAddresses leases,
      Instant now) {
    if (request.op() != DhcpPacket.REQUEST) {
      return Decision.Silence.because("a reply, not a request");
    }
    Optional<MacAddress> mac = request.mac();
    if (mac.isEmpty()) {
      return Decision.Silence.because("no Ethernet address in chaddr");
    }
    Optional<MessageType> type = request.messageType();
    if (type.isEmpty()) {
      return Decision.Silence.because("no message type: BOOTP, or not a client's packet");
    }
    Responder responder = new Responder(request, mac.get(), arrival, snapshot, leases, now);
    return arrival.proxy() ? responder.proxy(type.get()) : responder.answer(type.get());
  }

  private Decision answer(MessageType type) {
    return switch (type) {
      case DISCOVER -> discover();
      case REQUEST -> forUs() ? request() : notForUs();
      case INFORM -> inform();
      case RELEASE -> forUs() ? release() : notForUs();
      case DECLINE -> forUs() ? decline() : notForUs();
      case OFFER, ACK, NAK -> Decision.Silence.because("a server's message type");
    };
  }

  /** A ciaddr in a DISCOVER is a client's mistake and counts for nothing (firmware.md Q27). */
  private Decision discover() {
    Inet4Address wanted = request.options().address(OptionCode.REQUESTED_ADDRESS).orElse(null);
    return switch (addressing.resolve(mac, link(), wanted)) {
      case Assignment.None none ->
          new Decision.Silence(none.reason(), none.forAdmin(), LeaseChange.NOTHING);
      case Assignment.Granted granted ->
          reply(MessageType.OFFER, granted, DhcpPacket.NONE, hold(granted, OFFER_HOLD));
    };
  }

  /** SELECTING, INIT-REBOOT, RENEWING and REBINDING (RFC 2131 §4.3.2). */
  private Decision request() {
    Inet4Address asked = request.options().address(OptionCode.REQUESTED_ADDRESS).orElse(null);
    Inet4Address wanted = asked != null ? asked : request.ciaddr();
    if (wanted.equals(DhcpPacket.NONE)) {
      return Decision.Silence.because("asks for no address");
    }
    if (asked == null && !request.relayed()) {
      Optional<Assignment.Granted> own = addressing.reserved(mac, wanted);
      if (own.isPresent()) {
        return acknowledge(own.get());
      }
    }
    return switch (addressing.resolve(mac, link(), wanted)) {
      case Assignment.None none ->
          none.known()
              ? replies.refuse(none.reason())
              : new Decision.Silence(none.reason(), none.forAdmin(), LeaseChange.NOTHING);
      case Assignment.Granted granted -> {
        if (granted.address().address().equals(wanted)) {
          yield acknowledge(granted);
        }
        yield granted.dynamic() && addressing.mayKeep(mac, wanted)
            ? acknowledge(granted.at(wanted))
            : replies.refuse("address not for this machine here");
      }
    };
  }

  private Decision acknowledge(Assignment.Granted granted) {
    return reply(
        MessageType.ACK, granted, request.ciaddr(), hold(granted, config.dhcp().leaseTime()));
  }

  private LeaseChange hold(Assignment.Granted granted, Duration time) {
    return granted.dynamic()
        ? new LeaseChange.Hold(mac, granted.address().address(), now.plus(time))
        : LeaseChange.NOTHING;
  }

  private Decision.Reply reply(
      MessageType type, Assignment.Granted granted, Inet4Address ciaddr, LeaseChange change) {
    ReplyOptions options =
        new ReplyOptions(request, type, replies.serverIdentifier())
            .lease(config.dhcp().leaseTime())
            .network(granted, config.dhcp());
    Inet4Address yiaddr = granted.address().address();
    return replies.complete(
        options,
        ciaddr,
        yiaddr,
        replies.destination(yiaddr),
        granted.node(),
        granted.warning(),
        change);
  }

  private Decision inform() {
    Inet4Address address =
        request.ciaddr().equals(DhcpPacket.NONE) ? arrival.source() : request.ciaddr();
    Optional<Assignment.Granted> granted = addressing.informed(mac, address);
    if (granted.isEmpty()) {
      return Decision.Silence.because(
          "asks about " + address.getHostAddress() + ", which is on no network of ours");
    }
    ReplyOptions options =
        new ReplyOptions(request, MessageType.ACK, replies.serverIdentifier())
            .network(granted.get(), config.dhcp());
    Destination to =
        !request.ciaddr().equals(DhcpPacket.NONE)
            ? new Destination.Client(address)
            : replies.destination(address);
    return replies.complete(
        options,
        request.ciaddr(),
        DhcpPacket.NONE,
        to,
        granted.get().node(),
        "",
        LeaseChange.NOTHING);
  }

  private Decision release() {
    return new Decision.Silence("released", false, new LeaseChange.Release(mac, request.ciaddr()));
  }

  private Decision decline() {
    Inet4Address address =
        request.options().address(OptionCode.REQUESTED_ADDRESS).orElse(DhcpPacket.NONE);
    String reason =
        "another machine already answers for %s, which %s was given: find it with 'arping -c 3 %s'"
            .formatted(address.getHostAddress(), mac, address.getHostAddress());
    if (addressing.reserved(mac, address).isPresent()) {
      return Decision.Silence.forAdmin(reason);
    }
    return addressing.mayKeep(mac, address)
        ? new Decision.Silence(reason, true, new LeaseChange.Avoid(address, now.plus(AVOIDANCE)))
        : Decision.Silence.because("declines an address it was not given");
  }

  /**
   * proxyDHCP: a client that has its address asks for the boot file alone (firmware.md Q21, Q25).
   */
  private Decision proxy(MessageType type) {
    @Nullable MessageType answer =
        switch (type) {
          case DISCOVER -> MessageType.OFFER;
          case REQUEST, INFORM -> MessageType.ACK;
          case OFFER, DECLINE, ACK, NAK, RELEASE -> null;
        };
    if (answer == null || BootPolicy.bootFile(client, config).isEmpty()) {
      return Decision.Silence.because("nothing to boot for this client on the proxyDHCP port");
    }
    Destination to;
    if (request.relayed()) {
      to = new Destination.Relay(request.giaddr());
    } else if (!arrival.source().equals(DhcpPacket.NONE)) {
      to = new Destination.Sender(arrival.source(), arrival.sourcePort());
    } else {
      to = new Destination.Broadcast();
    }
    return replies.complete(
        new ReplyOptions(request, answer, replies.serverIdentifier()),
        request.ciaddr(),
        DhcpPacket.NONE,
        to,
        addressing.nodeName(mac),
        "",
        LeaseChange.NOTHING);
  }

  /** An address on the client's link. */
  private Inet4Address link() {
    Inet4Address link = relay.link();
    return link != null ? link : arrival.server();
  }

  /** Whether a packet names no server, or this one. */
  private boolean forUs() {
    return request
        .options()
        .address(OptionCode.SERVER_IDENTIFIER)
        .filter(id -> !id.equals(replies.serverIdentifier()) && !id.equals(arrival.server()))
        .isEmpty();
  }

  private Decision notForUs() {
    return Decision.Silence.because(
        "meant for the DHCP server "
            + request
                .options()
                .address(OptionCode.SERVER_IDENTIFIER)
                .map(Inet4Address::getHostAddress)
                .orElse("?"));
  }
}
