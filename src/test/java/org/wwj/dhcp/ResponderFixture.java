package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.wwj.net.Prefix;
import org.wwj.registry.Snapshot;

/** A server at rest that is asked one packet at a time, by the bytes, and answers by the bytes. */
final class ResponderFixture {
  static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  final DynamicAddresses leases = new DynamicAddresses();
  private final Snapshot snapshot;

  ResponderFixture(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  Decision decide(Requests request) {
    return decide(request, false, "0.0.0.0", 68);
  }

  Decision decide(Requests request, boolean proxy, String source, int sourcePort) {
    Arrival arrival = new Arrival(Sites.SERVER, proxy, Prefix.parseAddress(source), sourcePort);
    Decision decision = Responder.decide(request.packet(), arrival, snapshot, leases, NOW);
    leases.apply(decision.change());
    return decision;
  }

  Decision.Reply reply(Requests request) {
    return sent((Decision.Reply) decide(request));
  }

  /** What the client gets: the reply after a way over the wire. */
  static Decision.Reply sent(Decision.Reply reply) {
    byte[] octets = DhcpEncoder.encode(reply.packet(), reply.limit());
    assertThat(octets.length).isBetween(300, 1472);
    DhcpPacket packet = ((Decoded.Packet) DhcpDecoder.decode(octets)).packet();
    return new Decision.Reply(
        packet,
        reply.limit(),
        reply.to(),
        reply.client(),
        reply.node(),
        reply.warning(),
        reply.change());
  }

  String silence(Requests request) {
    return ((Decision.Silence) decide(request)).reason();
  }
}
