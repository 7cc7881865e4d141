package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import org.wwj.ops.Counters;

/**
 * The way to one client. A window leaves as one datagram that the kernel or the network card cuts
 * (UDP_SEGMENT) where that works, and as one datagram a block elsewhere. Nothing is flushed here.
 */
final class Wire {
  /** Linux cuts a datagram into 64 pieces at most (UDP_MAX_SEGMENTS). */
  private static final int MAX_SEGMENTS = 64;

  /** Largest payload of a datagram over IPv4, in bytes. */
  private static final int MAX_DATAGRAM = 65507;

  private final Port port;
  private final InetSocketAddress peer;
  private final Counters counters;
  private boolean segments;
  private boolean closed;

  /** The way from that port to that client, with or without cutting by the kernel. */
  Wire(Port port, InetSocketAddress peer, Counters counters, boolean segments) {
    this.port = port;
    this.peer = peer;
    this.counters = counters;
    this.segments = segments;
  }

  /** Sends a packet without payload. */
  static void send(Port port, InetSocketAddress peer, TftpPacket packet) {
    ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(128);
    TftpCodec.encode(packet, out);
    port.send(out, peer);
  }

  /** Sends a packet without payload. */
  void send(TftpPacket packet) {
    send(port, peer, packet);
  }

  /** Sends these blocks, both ends included. */
  void send(Blocks blocks, int first, int last) {
    if (!segments || first == last) {
      sendEach(blocks, first, last);
      return;
    }
    int most = Math.min(MAX_SEGMENTS, MAX_DATAGRAM / blocks.stride());
    for (int from = first; from <= last; from += most) {
      int to = Math.min(from + most - 1, last);
      sendCut(blocks, from, to);
    }
  }

  private void sendCut(Blocks blocks, int first, int last) {
    // A device without checksum offload, or a smaller MTU on the way, refuses the whole.
    port.sendCut(
        blocks.slice(first, last), blocks.stride(), peer, () -> sendAgain(blocks, first, last));
  }

  private void sendAgain(Blocks blocks, int first, int last) {
    segments = false;
    if (!closed) {
      counters.count("tftp.unsegmented");
      sendEach(blocks, first, last);
      port.flush();
    }
  }

  private void sendEach(Blocks blocks, int first, int last) {
    for (int block = first; block <= last; block++) {
      port.send(blocks.slice(block, block), peer);
    }
  }

  /** Lets what was sent leave. */
  void flush() {
    port.flush();
  }

  /** Nothing more is sent; the blocks may be gone. */
  void close() {
    closed = true;
  }
}
