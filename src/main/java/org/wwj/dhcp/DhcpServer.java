package org.wwj.dhcp;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootEvent;
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
      LogLines lines = new LogLines();
      parts.add(lines::write);
      EventLoopGroup loops = settings.transport().loops("dhcp", 1);
      parts.add(() -> loops.shutdownGracefully(0, PATIENCE.toSeconds(), TimeUnit.SECONDS).sync());
      PacketSocket frames = openFrames(link);
      if (frames != null) {
        parts.add(frames);
      }
      Answerer.Desk desk =
          new Answerer.Desk(
              snapshot, new DynamicAddresses(), new Reporter(timeline, counters), clock, lines);
      for (boolean proxy : new boolean[] {false, true}) {
        int port = proxy ? settings.proxyPort() : settings.serverPort();
        DhcpSocket broadcast =
            parts.add(
                open(
                    settings,
                    loops,
                    new InetSocketAddress(DhcpPacket.NONE, port),
                    link.name(),
                    counters));
        DhcpSocket unicast =
            parts.add(
                open(
                    settings,
                    loops,
                    new InetSocketAddress(settings.server(), port),
                    null,
                    counters));
        ReplySender sender = new ReplySender(settings, port, frames, unicast, broadcast, counters);
        for (DhcpSocket socket : List.of(broadcast, unicast)) {
          socket.start(new Answerer(settings.server(), proxy, desk, sender, socket.loop()));
        }
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

  private static DhcpSocket open(
      DhcpSettings settings,
      EventLoopGroup loops,
      InetSocketAddress bind,
      @Nullable String device,
      Counters counters) {
    try {
      DhcpSocket socket = DhcpSocket.open(settings, loops, bind, device, device == null, counters);
      // Only now: before its own bind this would hide another DHCP server that holds the port.
      socket.share();
      return socket;
    } catch (IOException e) {
      throw new DhcpException(advice(bind, settings, e), e);
    }
  }

  private static String advice(InetSocketAddress bind, DhcpSettings settings, IOException e) {
    String at = "UDP port " + bind.getPort();
    String message = String.valueOf(e.getMessage());
    if (message.contains("in use")) {
      return "another DHCP server holds %s: find it with 'ss -lunp sport = %d' and stop it, or set 'dhcp: enabled: false'"
          .formatted(at, bind.getPort());
    }
    if (message.contains("ermission denied")) {
      return at + " needs root, or CAP_NET_BIND_SERVICE and CAP_NET_RAW: start wwj with them";
    }
    return "cannot bind %s on %s: %s".formatted(at, settings.server().getHostAddress(), message);
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
