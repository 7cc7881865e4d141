package org.wwj.dhcp;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.wwj.boot.BootEvent;
import org.wwj.boot.NetbootClient;
import org.wwj.boot.Phase;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** What is said about requests and replies: counters, log lines, and the timeline's events. */
final class Reporter {
  /** Ports below are for root only, on a node as on the server. */
  private static final int PRIVILEGED = 1024;

  private final Consumer<BootEvent> timeline;
  private final Counters counters;
  private final Notices notices = new Notices();

  Reporter(Consumer<BootEvent> timeline, Counters counters) {
    this.timeline = timeline;
    this.counters = counters;
  }

  void malformed(String reason, Arrival arrival) {
    counters.count("dhcp.malformed");
    Log.debug("dhcp-malformed", "from", arrival.source().getHostAddress(), "reason", reason);
  }

  /**
   * A packet came. It begins a boot only from a port that firmware, relays and root have, as each
   * user of a node can send such a packet from others.
   */
  void received(DhcpPacket packet, Arrival arrival, Instant now) {
    packet.messageType().ifPresent(type -> counters.count("dhcp." + type.word()));
    Log.debug("dhcp-received", "packet", packet);
    boolean discover = packet.messageType().filter(MessageType.DISCOVER::equals).isPresent();
    boolean genuine = arrival.sourcePort() < PRIVILEGED;
    if (genuine && discover && packet.op() == DhcpPacket.REQUEST) {
      packet
          .mac()
          .map(mac -> Classifier.classify(packet, mac))
          .filter(client -> client.kind() != NetbootClient.Kind.OTHER)
          .ifPresent(client ->
              timeline.accept(
                  new BootEvent(client.mac(), Phase.DISCOVER, now, describe(client), 0)));
    }
  }

  /** Which program asks, such as {@code PXE X64_UEFI}. */
  private static String describe(NetbootClient client) {
    return client.kind() + client.arch().map(arch -> " " + arch).orElse("");
  }

  void silent(DhcpPacket packet, Decision.Silence silence, Instant now) {
    counters.count("dhcp.silent");
    if (silence.forAdmin() && notices.isNew(silence.reason(), now)) {
      Log.warn("dhcp-silent", "mac", name(packet), "reason", silence.reason());
    } else {
      Log.debug("dhcp-silent", "mac", name(packet), "reason", silence.reason());
    }
  }

  private static String name(DhcpPacket packet) {
    return packet.mac().map(Object::toString).orElse("?");
  }

  void replied(Decision.Reply reply, Instant now) {
    MessageType type = reply.packet().messageType().orElseThrow();
    counters.count("dhcp." + type.word());
    if (!reply.warning().isEmpty() && notices.isNew(reply.warning(), now)) {
      Log.warn("dhcp-address", "node", reply.node(), "reason", reply.warning());
    }
    NetbootClient client = reply.client();
    if (client.kind() == NetbootClient.Kind.OTHER || type == MessageType.NAK) {
      Log.debug("dhcp-" + type.word(), line(reply));
      return;
    }
    Log.info("dhcp-" + type.word(), line(reply));
    if (type == MessageType.OFFER && !reply.packet().yiaddr().equals(DhcpPacket.NONE)) {
      String detail = reply.packet().yiaddr().getHostAddress() + " " + boot(reply);
      timeline.accept(new BootEvent(client.mac(), Phase.OFFER, now, detail, 0));
    }
  }

  private static Object[] line(Decision.Reply reply) {
    Inet4Address address =
        reply.packet().yiaddr().equals(DhcpPacket.NONE)
            ? reply.packet().ciaddr()
            : reply.packet().yiaddr();
    String node = reply.node().isEmpty() ? "-" : reply.node();
    return List.of(
            "node",
            node,
            "mac",
            reply.client().mac(),
            "ip",
            address.getHostAddress(),
            "client",
            describe(reply.client()),
            "boot",
            boot(reply))
        .toArray();
  }

  private static String boot(Decision.Reply reply) {
    String file = reply.packet().options().text(OptionCode.BOOTFILE_NAME);
    if (!file.isEmpty()) {
      return file;
    }
    return reply.client().kind() == NetbootClient.Kind.OTHER
        ? "-"
        : "no loader for this architecture (tftp: ipxe)";
  }

  void superseded(int packets) {
    if (packets > 0) {
      counters.add("dhcp.superseded", packets);
    }
  }

  /** A defect of ours: the packet that led to it is kept, since it is needed to repeat it. */
  void defect(Bytes octets, RuntimeException cause) {
    counters.count("dhcp.defect");
    Log.error("dhcp-defect", cause, "packet", octets);
  }
}
