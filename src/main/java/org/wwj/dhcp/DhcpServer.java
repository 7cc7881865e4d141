package org.wwj.dhcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootEvent;
import org.wwj.net.Precedence;
import org.wwj.net.Transport;
import org.wwj.ops.Closer;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;
import org.wwj.registry.Snapshot;

/**
 * The DHCP server of one provisioning network: UDP 67, and 4011 for proxyDHCP, on the interface
 * that carries the server's address, on one event loop of its own.
 *
 * <p>Each port has two sockets: one on the wildcard address, bound to the interface, for what
 * clients broadcast; one on the server's own address, for relays and renewals, so that replies
 * carry the right source address however many the interface has.
 */
public final class DhcpServer implements AutoCloseable {
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int INTERFACE_NAME_SIZE = 16;

  /**
   * Room for ten thousand machines that ask at once, which the kernel doubles for its own accounts:
   * a small packet counts 768 bytes to 2 KiB.
   */
  private static final int RECEIVE_BUFFER = 8 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Closer parts;

  private DhcpServer(Closer parts) {
    this.parts = parts;
  }

  /**
   * Starts serving. Counters: {@code dhcp.} followed by a message type's name, and {@code
   * dhcp.malformed}, {@code dhcp.silent}, {@code dhcp.superseded}, {@code dhcp.frame-failed},
   * {@code dhcp.send-failed}, {@code dhcp.defect}.
   *
   * @param snapshot the registry of the moment, asked for each packet
   * @param timeline takes the DISCOVER and OFFER of machines that boot; called on the event loop
   * @throws DhcpException saying what is in the way and what to do
   */
  public static DhcpServer start(
      DhcpSettings settings,
      Supplier<Snapshot> snapshot,
      Consumer<BootEvent> timeline,
      Counters counters,
      InstantSource clock) {
    Link link = Link.of(settings.server());
    Closer parts = new Closer();
    try {
      EventLoopGroup loop = settings.transport().loops("dhcp", 1);
      parts.add(() -> loop.shutdownGracefully(0, PATIENCE.toSeconds(), TimeUnit.SECONDS).sync());
      PacketSocket frames = openFrames(link);
      if (frames != null) {
        parts.add(frames);
      }
      DhcpHandler.Desk desk =
          new DhcpHandler.Desk(
              snapshot, new DynamicAddresses(), new Reporter(timeline, counters), clock);
      for (boolean proxy : new boolean[] {false, true}) {
        DatagramChannel broadcast = settings.transport().datagram();
        DatagramChannel unicast = settings.transport().datagram();
        int port = proxy ? settings.proxyPort() : settings.serverPort();
        ReplySender sender = new ReplySender(settings, port, frames, unicast, broadcast, counters);
        onDevice(settings.transport(), broadcast, link);
        open(
            parts,
            settings.transport(),
            loop,
            broadcast,
            new DhcpHandler(settings.server(), proxy, desk, sender));
        bind(broadcast, new InetSocketAddress(DhcpPacket.NONE, port), settings);
        // Only now: before its own bind this would hide another DHCP server that holds the port.
        broadcast.config().setReuseAddress(true);
        unicast.config().setReuseAddress(true);
        open(
            parts,
            settings.transport(),
            loop,
            unicast,
            new DhcpHandler(settings.server(), proxy, desk, sender));
        bind(unicast, new InetSocketAddress(settings.server(), port), settings);
      }
    } catch (RuntimeException e) {
      closeAfter(e, parts);
      throw e;
    }
    Log.info(
        "dhcp-started",
        "interface",
        link.name(),
        "ip",
        settings.server().getHostAddress(),
        "port",
        settings.serverPort());
    return new DhcpServer(parts);
  }

  private static @Nullable PacketSocket openFrames(Link link) {
    if (link.mac() == null) {
      return null;
    }
    try {
      return PacketSocket.sender(link.index());
    } catch (IOException e) {
      Log.warn(
          "dhcp-no-raw-frames",
          "interface",
          link.name(),
          "reason",
          String.valueOf(e.getMessage()),
          "fix",
          "start wwj as root or with CAP_NET_RAW; until then replies are broadcast");
      return null;
    }
  }

  /** NIO has no such option; there the wildcard socket hears all interfaces. */
  private static void onDevice(Transport transport, Channel channel, Link link) {
    if (transport != Transport.EPOLL) {
      return;
    }
    ByteBuffer name = ByteBuffer.allocateDirect(INTERFACE_NAME_SIZE);
    name.put(link.name().getBytes(StandardCharsets.US_ASCII)).clear();
    channel
        .config()
        .setOption(
            new RawUnixChannelOption(
                "SO_BINDTODEVICE", Precedence.SOL_SOCKET, SO_BINDTODEVICE, INTERFACE_NAME_SIZE),
            name);
  }

  private static void open(
      Closer parts,
      Transport transport,
      EventLoopGroup loop,
      DatagramChannel channel,
      DhcpHandler handler) {
    channel.config().setOption(ChannelOption.SO_BROADCAST, true);
    Reads.set(channel, transport);
    Precedence.ofDhcp(transport).forEach(channel.config()::setOption);
    enlargeReceiveBuffer(channel);
    channel.pipeline().addLast(handler);
    parts.add(() -> channel.close().sync());
    loop.register(channel).syncUninterruptibly();
  }

  /** Beyond the system's limit only with CAP_NET_ADMIN; without it as far as the system lets us. */
  private static void enlargeReceiveBuffer(DatagramChannel channel) {
    channel.config().setReceiveBufferSize(RECEIVE_BUFFER);
    ByteBuffer size = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    size.putInt(0, RECEIVE_BUFFER);
    try {
      channel
          .config()
          .setOption(
              new RawUnixChannelOption("SO_RCVBUFFORCE", Precedence.SOL_SOCKET, SO_RCVBUFFORCE, 4),
              size);
    } catch (RuntimeException e) {
      Log.debug("dhcp-receive-buffer", "reason", e);
    }
  }

  private static void bind(DatagramChannel channel, InetSocketAddress address, DhcpSettings to) {
    Throwable failure = channel.bind(address).awaitUninterruptibly().cause();
    if (failure == null) {
      return;
    }
    String at = "UDP port " + address.getPort();
    String message = String.valueOf(failure.getMessage());
    if (message.contains("in use")) {
      throw new DhcpException(
          "another DHCP server holds %s: find it with 'ss -lunp sport = %d' and stop it, or set 'dhcp: enabled: false'"
              .formatted(at, address.getPort()),
          failure);
    }
    if (message.contains("ermission denied")) {
      throw new DhcpException(
          at + " needs root, or CAP_NET_BIND_SERVICE and CAP_NET_RAW: start wwj with them",
          failure);
    }
    throw new DhcpException(
        "cannot bind %s on %s: %s".formatted(at, to.server().getHostAddress(), message), failure);
  }

  private static void closeAfter(RuntimeException cause, Closer parts) {
    try {
      parts.close();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Stops: no packet is answered after this returns. */
  @Override
  public void close() {
    parts.close();
  }
}
