package org.wwj.delivery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.wwj.boot.Timeline;
import org.wwj.boot.Tokens;
import org.wwj.net.ArpTable;
import org.wwj.net.MacAddress;
import org.wwj.overlay.RuntimeTokens;
import org.wwj.registry.Snapshot;

/**
 * Who may have what. A MAC in a URL proves nothing: a boot's token is minted only for an asker
 * whose address is that machine's, and what only a booting machine gets is given against the token
 * alone.
 */
final class Trust {
  /** Why a machine was given no token that should have got one. */
  static final String RUNS =
      "it counts as running, as no DHCP DISCOVER of it came since it was ready: does another DHCP server answer it (dhcp: enabled)?";

  private final Tokens tokens;
  private final Timeline timeline;
  private final ArpTable neighbours;
  private final InstantSource clock;

  Trust(Tokens tokens, Timeline timeline, ArpTable neighbours, InstantSource clock) {
    this.tokens = tokens;
    this.timeline = timeline;
    this.neighbours = neighbours;
    this.clock = clock;
  }

  /**
   * A token for that machine's boot, empty when the asker's address does not show that it is that
   * machine, and for one that runs: there, each user has its address.
   */
  Optional<String> mint(MacAddress mac, InetAddress asker, Snapshot snapshot) {
    return isThatMachine(mac, asker, snapshot) && !runs(mac, snapshot)
        ? Optional.of(tokens.mint(mac, clock.instant()))
        : Optional.empty();
  }

  /**
   * Whether the machine showed that it runs and has begun no other boot since, by whichever of its
   * devices. Only who answers DHCP sees that a boot begins, so where another server may answer, no
   * machine counts as running: it could never boot again.
   */
  boolean runs(MacAddress mac, Snapshot snapshot) {
    if (!snapshot.config().dhcp().enabled()) {
      return false;
    }
    Optional<Instant> begun = latest(mac, snapshot, timeline::begun);
    return latest(mac, snapshot, timeline::ran)
        .filter(ran -> begun.map(at -> !at.isAfter(ran)).orElseGet(() -> ranByUs(mac, snapshot)))
        .isPresent();
  }

  /** Whether a device of the machine that it ran by is one whose DHCP is seen here. */
  private boolean ranByUs(MacAddress mac, Snapshot snapshot) {
    return devices(mac, snapshot)
        .filter(device -> timeline.ran(device).isPresent())
        .flatMap(device -> snapshot.byMac(device).stream())
        .map(owner -> owner.device().ipaddr())
        .anyMatch(address -> address == null || snapshot.config().address().contains(address));
  }

  /** The latest that is known of the devices of the machine with this one. */
  private static Optional<Instant> latest(
      MacAddress mac, Snapshot snapshot, Function<MacAddress, Optional<Instant>> known) {
    return devices(mac, snapshot)
        .flatMap(device -> known.apply(device).stream())
        .max(Comparator.naturalOrder());
  }

  private static Stream<MacAddress> devices(MacAddress mac, Snapshot snapshot) {
    return snapshot.byMac(mac).stream()
        .flatMap(owner -> owner.node().networkDevices().values().stream())
        .flatMap(device -> device.mac().stream());
  }

  /**
   * Whether the address is the machine's: reserved, or the link shows it at this moment. What was
   * seen earlier proves nothing: a dynamic address may be another machine's by now.
   */
  boolean isThatMachine(MacAddress mac, InetAddress asker, Snapshot snapshot) {
    return asker instanceof Inet4Address address
        && (isReserved(mac, address, snapshot)
            || neighbours.macOf(address).filter(mac::equals).isPresent());
  }

  private static boolean isReserved(MacAddress mac, Inet4Address address, Snapshot snapshot) {
    return snapshot.byMac(mac).map(r -> address.equals(r.device().ipaddr())).orElse(false);
  }

  /** Whether the machine was last seen at that address. */
  private boolean isSeenAt(MacAddress mac, InetAddress asker, Snapshot snapshot) {
    return asker instanceof Inet4Address address
        && (isReserved(mac, address, snapshot)
            || timeline.macOf(address).filter(mac::equals).isPresent());
  }

  /**
   * Whether a request is the machine's own and fetches something, so that it shows how far its boot
   * has come: a machine that runs boots nothing. Looks at no file, as event loops ask this.
   */
  boolean isProgress(MacAddress mac, Request request, Snapshot snapshot) {
    return request.part() != Request.Part.HEAD
        && (!snapshot.config().http().secure()
            || (!runs(mac, snapshot)
                && (isSeenAt(mac, request.peer().getAddress(), snapshot)
                    || hasTokenOfThisBoot(mac, request, snapshot))));
  }

  /** A token of an earlier boot may be known to who used the machine then. */
  private boolean hasTokenOfThisBoot(MacAddress mac, Request request, Snapshot snapshot) {
    Optional<Instant> begun =
        latest(mac, snapshot, timeline::begun).map(at -> at.truncatedTo(ChronoUnit.SECONDS));
    return tokens
        .verify(request.query().getOrDefault("token", ""), mac)
        .filter(minted -> begun.map(at -> !minted.isBefore(at)).orElse(true))
        .isPresent();
  }

  /**
   * Whether what is said about a machine may come from this asker: it is that machine, or has a
   * token of it.
   */
  boolean mayReport(MacAddress mac, Request request, Snapshot snapshot) {
    return !snapshot.config().http().secure()
        || isThatMachine(mac, request.peer().getAddress(), snapshot)
        || hasTokenOfThisBoot(mac, request, snapshot)
        || hasRuntimeToken(mac, request, snapshot);
  }

  /** Whether a request for a script is the machine's own, which boots by it. */
  boolean isBooting(MacAddress mac, Request request, Snapshot snapshot) {
    return !snapshot.config().http().secure()
        || (mayReport(mac, request, snapshot) && !runs(mac, snapshot));
  }

  /** Why the machine may not have its system overlay, empty when it may. */
  Optional<String> refuseDuringBoot(MacAddress mac, Request request, Snapshot snapshot) {
    Optional<Instant> minted = tokens.verify(request.query().getOrDefault("token", ""), mac);
    if (minted.isEmpty()) {
      return Optional.of(
          "no valid boot token: only a machine that booted by its own script gets this (setting warewulf: secure)"
              + (runs(mac, snapshot) ? "; " + RUNS : ""));
    }
    if (minted.get().plus(Tokens.BOOT_WINDOW).isBefore(clock.instant())) {
      return Optional.of(
          "the boot token is older than "
              + Tokens.BOOT_WINDOW.toMinutes()
              + " minutes: boot the node again");
    }
    boolean over =
        latest(mac, snapshot, timeline::ran).filter(at -> at.isAfter(minted.get())).isPresent();
    return over
        ? Optional.of("this boot is over: its window closed when the node became ready")
        : Optional.empty();
  }

  /**
   * Why the machine may not have its runtime overlay, empty when it may: while it boots by that
   * boot's token, and by its own at any time.
   */
  Optional<String> refuseAfterwards(MacAddress mac, Request request, Snapshot snapshot) {
    return hasRuntimeToken(mac, request, snapshot)
        ? Optional.empty()
        : refuseDuringBoot(mac, request, snapshot)
            .map(reason ->
                reason
                    + "; a node that runs has a token of its own by the overlay client, in /etc/wwj/runtime.token");
  }

  /** Whether the request comes from the root of a node that runs. */
  static boolean hasRuntimeToken(MacAddress mac, Request request, Snapshot snapshot) {
    RuntimeTokens all = new RuntimeTokens(snapshot.config().paths().keys());
    String token = request.query().getOrDefault("token", "");
    return snapshot.byMac(mac).filter(owner -> all.isOf(owner.node().name(), token)).isPresent();
  }
}
