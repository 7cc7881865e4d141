package org.wwj.dhcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.wwj.ops.Log;
import org.wwj.registry.Snapshot;

/**
 * One socket's packets: collected while the event loop reads, answered when it has read what is
 * there, a portion at a time. Between two portions the loop reads on, so that under overload
 * packets wait here, where a newer one of the same client replaces them, and not in the kernel,
 * which keeps the stale ones and throws the new ones away. Releases each packet's buffer after
 * copying it.
 */
final class DhcpHandler extends SimpleChannelInboundHandler<DatagramPacket> {
  /** Fewer than one turn of the loop reads, so that it reads faster than it answers. */
  private static final int PORTION = 128;

  private final Inet4Address server;
  private final boolean proxy;
  private final Desk desk;
  private final ReplySender sender;
  private final PacketQueue queue = new PacketQueue();
  private boolean goingOn;

  /**
   * What all ports of a server share; the leases belong to its one event loop.
   *
   * @param snapshot the registry of the moment
   * @param leases dynamic addresses
   * @param reporter log, counters and timeline
   * @param clock the time
   */
  record Desk(
      Supplier<Snapshot> snapshot,
      DynamicAddresses leases,
      Reporter reporter,
      InstantSource clock) {}

  DhcpHandler(Inet4Address server, boolean proxy, Desk desk, ReplySender sender) {
    this.server = server;
    this.proxy = proxy;
    this.desk = desk;
    this.sender = sender;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
    InetSocketAddress from = datagram.sender();
    ByteBuf content = datagram.content();
    Inet4Address source =
        from.getAddress() instanceof Inet4Address address ? address : DhcpPacket.NONE;
    queue.add(
        new PacketQueue.Datagram(
            Bytes.wrap(ByteBufUtil.getBytes(content)),
            new Arrival(server, proxy, source, from.getPort())));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    answerSome(context);
  }

  private void answerSome(ChannelHandlerContext context) {
    // A machine waits for its answer, nobody for the line that tells of it.
    try (Log.Hold _ = Log.hold()) {
      desk.reporter().superseded(queue.drain(PORTION, this::answer));
      sender.flush();
    }
    if (!queue.isEmpty() && !goingOn) {
      goingOn = true;
      context
          .executor()
          .execute(() -> {
            goingOn = false;
            if (context.channel().isActive()) {
              answerSome(context);
            }
          });
    }
  }

  private void answer(PacketQueue.Datagram datagram) {
    try {
      switch (DhcpDecoder.decode(datagram.octets().toArray())) {
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
    desk.reporter().received(request, now);
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

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Log.debug("dhcp-receive-failed", "reason", cause);
  }
}
