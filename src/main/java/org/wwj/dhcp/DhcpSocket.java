package org.wwj.dhcp;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.wwj.ops.Counters;

/**
 * One UDP socket of the server, bound, and read once it is started. What is sent is for its event
 * loop only.
 */
interface DhcpSocket extends AutoCloseable {
  /** Longer than any DHCP datagram that fits an Ethernet frame. */
  int DATAGRAM_SIZE = 2048;

  /**
   * Room for ten thousand machines that ask at once, which the kernel doubles for its own accounts:
   * a small packet counts 768 bytes to 2 KiB.
   */
  int RECEIVE_BUFFER = 8 << 20;

  /**
   * Opens one.
   *
   * @param loops of the transport, with one loop
   * @param device the interface that it is to hear alone, where the transport can; null for all
   * @param shares whether another socket of this process has the port already
   * @param counters counts what could not be sent, as {@code dhcp.send-failed}
   * @throws IOException when the port cannot be had
   */
  static DhcpSocket open(
      DhcpSettings settings,
      EventLoopGroup loops,
      InetSocketAddress bind,
      @Nullable String device,
      boolean shares,
      Counters counters)
      throws IOException {
    return switch (settings.transport()) {
      case EPOLL -> PortSocket.open(loops, bind, device, shares, counters);
      case NIO -> ChannelSocket.open(loops, bind, shares, counters);
    };
  }

  /** Has what comes answered. */
  void start(Answerer answerer);

  /** Lets another socket of this process have the port too, on another address. */
  void share() throws IOException;

  /** Queues a datagram. */
  void send(byte[] octets, InetSocketAddress to);

  /** Lets leave what was queued, with one system call where the transport can. */
  void flush();

  /** The event loop. */
  ScheduledExecutorService loop();

  /** Frees the port. */
  @Override
  void close();
}
