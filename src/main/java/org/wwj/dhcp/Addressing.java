package org.wwj.dhcp;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.dhcp.DynamicAddresses.Range;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * Finds the address of a machine: its node's reservation, by MAC and never by client identifier,
 * since that changes within one boot; else one of the site's dynamic range. Pure.
 */
final class Addressing {
  private static final int LEAST_MTU = 68; // RFC 2132 §5.1

  private final Snapshot snapshot;
  private final Inet4Address server;
  private final DynamicAddresses leases;
  private final Instant now;

  Addressing(Snapshot snapshot, Inet4Address server, DynamicAddresses leases, Instant now) {
    this.snapshot = snapshot;
    this.server = server;
    this.leases = leases;
    this.now = now;
  }

  /**
   * Resolves a machine on a link.
   *
   * @param link an address on that link: the relay's, or the server's own
   * @param wanted what the machine asks for, which settles only which dynamic address it gets
   */
  Assignment resolve(MacAddress mac, Inet4Address link, @Nullable Inet4Address wanted) {
    Optional<Snapshot.Reservation> reservation = snapshot.byMac(mac);
    if (reservation.isEmpty()) {
      return dynamic(mac, link, wanted, "", "machine " + mac + " is in no node's hwaddr");
    }
    Node node = reservation.get().node();
    NetDevice device = reservation.get().device();
    String name = node.name();
    Inet4Address address = device.ipaddr();
    if (address == null) {
      return dynamic(
          mac,
          link,
          wanted,
          name,
          "device %s of node %s has no ipaddr".formatted(device.name(), name));
    }
    if (address.equals(server)) {
      return new Assignment.None(
          "node %s has the server's own address %s: give it another ipaddr"
              .formatted(name, server.getHostAddress()),
          true,
          true);
    }
    Prefix network = network(device, address);
    if (network.contains(link)) {
      Inet4Address gateway = device.gateway();
      return new Assignment.Granted(
          network, name, gateway != null ? gateway : siteGateway(network), mtu(device), false, "");
    }
    return dynamic(
        mac,
        link,
        wanted,
        name,
        "node %s asks from the network of %s, its address is %s: correct its ipaddr or netmask"
            .formatted(name, link.getHostAddress(), network));
  }

  /** The reserved address of a machine whatever link it asks from, with its network. */
  Optional<Assignment.Granted> reserved(MacAddress mac, Inet4Address address) {
    Optional<Snapshot.Reservation> reservation = snapshot.byMac(mac);
    if (reservation.isEmpty() || !address.equals(reservation.get().device().ipaddr())) {
      return Optional.empty();
    }
    return resolve(mac, address, null) instanceof Assignment.Granted granted && !granted.dynamic()
        ? Optional.of(granted)
        : Optional.empty();
  }

  /** What to tell a machine that already has an address and asks for the rest (DHCPINFORM). */
  Optional<Assignment.Granted> informed(MacAddress mac, Inet4Address address) {
    Prefix site = snapshot.config().address();
    return reserved(mac, address)
        .or(() ->
            site.contains(address)
                ? Optional.of(
                    new Assignment.Granted(
                        new Prefix(address, site.length()), "", siteGateway(site), 0, true, ""))
                : Optional.empty());
  }

  /** The node that has that MAC, empty for none. */
  String nodeName(MacAddress mac) {
    return snapshot.byMac(mac).map(reservation -> reservation.node().name()).orElse("");
  }

  /** Whether a machine may keep using a dynamic address. */
  boolean mayKeep(MacAddress mac, Inet4Address address) {
    return range().filter(range -> leases.mayHave(mac, address, range, now)).isPresent();
  }

  private Assignment dynamic(
      MacAddress mac,
      Inet4Address link,
      @Nullable Inet4Address wanted,
      String node,
      String whyNotReserved) {
    Prefix site = snapshot.config().address();
    boolean known = !node.isEmpty();
    Optional<Range> range = range();
    if (!site.contains(link)) {
      return new Assignment.None(
          whyNotReserved + "; the dynamic range is for the site's own network only", known, known);
    }
    if (range.isEmpty()) {
      return new Assignment.None(
          whyNotReserved + "; there is no dynamic range (dhcp: range start, range end)",
          known,
          known);
    }
    Optional<Inet4Address> address = leases.choose(mac, range.get(), wanted, now);
    if (address.isEmpty()) {
      return new Assignment.None(
          "the dynamic range %s - %s is full: widen it (dhcp: range start, range end)"
              .formatted(range.get().start().getHostAddress(), range.get().end().getHostAddress()),
          true,
          true);
    }
    return new Assignment.Granted(
        new Prefix(address.get(), site.length()),
        node,
        siteGateway(site),
        0,
        true,
        known ? whyNotReserved : "");
  }

  private Optional<Range> range() {
    SiteConfig config = snapshot.config();
    return Range.of(config.dhcp(), address -> isFree(address, config));
  }

  private boolean isFree(Inet4Address address, SiteConfig config) {
    return snapshot.byAddress(address).isEmpty()
        && config.address().contains(address)
        && !address.equals(server)
        && !address.equals(config.address().address())
        && !address.equals(config.dhcp().gateway())
        && !config.dhcp().dns().contains(address)
        && !address.equals(config.address().network())
        && !address.equals(config.address().broadcast());
  }

  /** A device without a usable netmask is on the site's network. */
  private Prefix network(NetDevice device, Inet4Address address) {
    try {
      return device
          .prefix()
          .orElseGet(() -> new Prefix(address, snapshot.config().address().length()));
    } catch (IllegalArgumentException e) {
      return new Prefix(address, snapshot.config().address().length());
    }
  }

  private @Nullable Inet4Address siteGateway(Prefix network) {
    Inet4Address gateway = snapshot.config().dhcp().gateway();
    return gateway != null && network.contains(gateway) ? gateway : null;
  }

  private static int mtu(NetDevice device) {
    String text = device.mtu();
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    int mtu = Integer.parseInt(text);
    return mtu >= LEAST_MTU && mtu <= 0xffff ? mtu : 0;
  }
}
