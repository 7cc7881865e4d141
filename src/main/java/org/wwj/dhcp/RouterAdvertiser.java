package org.wwj.dhcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Optional;
import java.util.function.Predicate;
import org.wwj.net.MacAddress;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * Answers a booting machine's router solicitation with an advertisement of lifetime 0 (RFC 4861
 * §6.2.6), on which old iPXE builds would otherwise wait 16 s (firmware.md 3.3). Only machines that
 * satisfy the predicate are answered, and only they hear it, unless they have no address yet.
 *
 * <p>The advertisement goes to the solicitor's own link-local address rather than to all nodes:
 * iPXE drops an IPv6 multicast that arrives in a unicast frame. Works where IPv6 is off on the
 * server's interface. Runs on a daemon thread of its own.
 */
public final class RouterAdvertiser implements AutoCloseable {
  private static final MacAddress ALL_ROUTERS = MacAddress.parse("33:33:00:00:00:02");
  private static final MacAddress ALL_NODES = MacAddress.parse("33:33:00:00:00:01");
  private static final int POLL_MILLIS = 500;

  private static final int WAITING_POLL_MILLIS = 10;

  /** Passes ICMPv6 type 133 right behind the IPv6 header; offsets are those of the IPv6 packet. */
  private static final PacketSocket.Instruction[] SOLICITATIONS = {
    new PacketSocket.Instruction(0x30, 0, 0, 6), // load octet 6, next header
    new PacketSocket.Instruction(0x15, 0, 3, RouterAdvertisement.ICMPV6), // else drop
    new PacketSocket.Instruction(0x30, 0, 0, 40), // load octet 40, type
    new PacketSocket.Instruction(0x15, 0, 1, RouterAdvertisement.SOLICITATION), // else drop
    new PacketSocket.Instruction(0x06, 0, 0, 0xffff), // pass
    new PacketSocket.Instruction(0x06, 0, 0, 0), // drop
  };

  private final PacketSocket socket;
  private final Bytes source;
  private final Predicate<MacAddress> booting;
  private final Counters counters;
  private final Thread thread;

  private final Solicitors solicitors = new Solicitors();
  private volatile boolean closing;

  private RouterAdvertiser(
      PacketSocket socket, Bytes source, Predicate<MacAddress> booting, Counters counters) {
    this.socket = socket;
    this.source = source;
    this.booting = booting;
    this.counters = counters;
    this.thread = Thread.ofPlatform().daemon().name("wwj-ra").unstarted(this::serve);
  }

  /**
   * Starts on the interface that carries the server's address. Counts {@code ra.sent}, {@code
   * ra.ignored} and {@code ra.failed}.
   *
   * @param booting which machines are answered; called on the advertiser's thread
   * @throws DhcpException naming what is missing
   */
  public static RouterAdvertiser start(
      Inet4Address server, Predicate<MacAddress> booting, Counters counters) {
    Link link = Link.of(server);
    MacAddress mac = link.mac();
    if (mac == null) {
      throw new DhcpException(
          "interface %s has no hardware address, so there is nobody to advertise to: set 'router advertisement: false'"
              .formatted(link.name()));
    }
    Inet6Address address = link.linkLocal();
    Bytes source =
        address == null ? RouterAdvertisement.linkLocal(mac) : Bytes.of(address.getAddress());
    try {
      PacketSocket socket =
          PacketSocket.receiver(
              link.index(), RouterAdvertisement.ETHERTYPE, SOLICITATIONS, ALL_ROUTERS);
      RouterAdvertiser advertiser = new RouterAdvertiser(socket, source, booting, counters);
      advertiser.thread.start();
      return advertiser;
    } catch (IOException e) {
      throw new DhcpException(
          "cannot listen for router solicitations on %s: %s; start wwj as root or with CAP_NET_RAW, or set 'router advertisement: false'"
              .formatted(link.name(), String.valueOf(e.getMessage())),
          e);
    }
  }

  private void serve() {
    int failures = 0;
    while (!closing) {
      try {
        PacketSocket.Received received =
            socket.receive(solicitors.isEmpty() ? POLL_MILLIS : WAITING_POLL_MILLIS);
        if (received != null) {
          hear(received);
        }
        for (Solicitors.One one : solicitors.due(System.nanoTime(), booting)) {
          answer(one.machine(), one.address());
        }
        failures = 0;
      } catch (IOException e) {
        counters.count("ra.failed");
        failures++;
        if (failures == 1) {
          Log.warn("router-advertisement-failed", "reason", String.valueOf(e.getMessage()));
        }
        pause();
      } catch (RuntimeException e) {
        counters.count("ra.failed");
        Log.error("router-advertisement-defect", e);
      }
    }
  }

  private void hear(PacketSocket.Received received) {
    Optional<Bytes> address = RouterAdvertisement.solicitor(received.packet().toArray());
    if (address.isEmpty()
        || !solicitors.add(
            new Solicitors.One(received.source(), address.get()), System.nanoTime())) {
      counters.count("ra.ignored");
    }
  }

  private void answer(MacAddress machine, Bytes solicitor) throws IOException {
    boolean unspecified = RouterAdvertisement.isUnspecified(solicitor);
    socket.send(
        unspecified ? ALL_NODES : machine,
        RouterAdvertisement.ETHERTYPE,
        RouterAdvertisement.encode(source, solicitor));
    counters.count("ra.sent");
    Log.debug("router-advertisement", "mac", machine);
  }

  /** A link that is down fails at once each time; poll's own wait does not help there. */
  private void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
