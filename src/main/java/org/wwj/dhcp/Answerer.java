package org.wwj.dhcp;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.wwj.ops.Log;
import org.wwj.registry.Snapshot;

/**
 * One socket's packets: collected while the event loop reads, answered when it has read what is
 * there, a portion at a time. Between two portions the loop reads on, so that under overload
 * packets wait here, where a newer one of the same client replaces them, and not in the kernel,
 * which keeps the stale ones and throws the new ones away. For its event loop only.
 */
final class Answerer {
  /** Fewer than one turn of the loop reads, so that it reads faster than it answers. */
  private static final int PORTION = 128;

  private final Inet4Address server;
  private final boolean proxy;
  private final Desk desk;
  private final ReplySender sender;
  private final ScheduledExecutorService loop;
  private final PacketQueue queue = new PacketQueue();
  private boolean goingOn;
  private boolean closed;

  /**
   * What all ports of a server share; the leases and the log lines belong to its one event loop.
   *
   * @param snapshot the registry of the moment
   * @param leases dynamic addresses
   * @param reporter log, counters and timeline
   * @param clock the time
   * @param lines what the log is going to say
   */
  record Desk(
      Supplier<Snapshot> snapshot,
      DynamicAddresses leases,
      Reporter reporter,
      InstantSource clock,
      LogLines lines) {}

  /**
   * Answers what comes to one socket.
   *
   * @param proxy whether that is the proxyDHCP port
   * @param loop the event loop
   */
  Answerer(
      Inet4Address server,
      boolean proxy,
      Desk desk,
      ReplySender sender,
      ScheduledExecutorService loop) {
    this.server = server;
    this.proxy = proxy;
    this.desk = desk;
    this.sender = sender;
    this.loop = loop;
  }

  /** A datagram came; its octets are taken over. */
  void received(byte[] octets, InetSocketAddress from) {
    Inet4Address source =
        from.getAddress() instanceof Inet4Address address ? address : DhcpPacket.NONE;
    queue.add(
        new PacketQueue.Datagram(
            Bytes.wrap(octets), new Arrival(server, proxy, source, from.getPort())));
  }

  /** All that was there was read, or as much as one turn takes. */
  void readComplete() {
    // A machine waits for its answer, nobody for the line that tells of it.
    try (Log.Hold _ = desk.lines().collect()) {
      desk.reporter().superseded(queue.drain(PORTION, this::answer));
      sender.flush();
    }
    desk.lines().writeSoon(loop);
    if (!queue.isEmpty() && !goingOn) {
      goingOn = true;
      loop.execute(() -> {
        goingOn = false;
        if (!closed) {
          readComplete();
        }
      });
    }
  }

  /** What still waits is not answered any more. */
  void close() {
    closed = true;
  }

  private void answer(PacketQueue.Datagram datagram) {
    try {
      switch (DhcpDecoder.decode(datagram.octets().octets())) {
        case Decoded.Malformed malformed ->
            desk.reporter().malformed(malformed.reason(), datagram.arrival());
        case Decoded.Packet decoded -> answer(decoded.packet(), datagram.arrival());
      }
    } catch (RuntimeException e) {
      desk.reporter().defect(datagram.octets(), e);
    }
  }

  private void answer(DhcpPacket request, Arrival arrival) {
    Instant now = desk.clock().instant();
    desk.reporter().received(request, arrival, now);
    Decision decision =
        Responder.decide(request, arrival, desk.snapshot().get(), desk.leases(), now);
    desk.leases().apply(decision.change());
    switch (decision) {
      case Decision.Silence silence -> desk.reporter().silent(request, silence, now);
      case Decision.Reply reply -> {
        byte[] octets = DhcpEncoder.encode(reply.packet(), reply.limit());
        sender.send(reply.to(), octets);
        desk.reporter().replied(reply, now);
      }
    }
  }
}
