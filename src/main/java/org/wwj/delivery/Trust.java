package org.wwj.delivery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.wwj.boot.Timeline;
import org.wwj.boot.Tokens;
import org.wwj.net.ArpTable;
import org.wwj.net.MacAddress;
import org.wwj.registry.Snapshot;

/**
 * Who may have what. A MAC in a URL proves nothing: a boot's token is minted only for an asker
 * whose address is that machine's, and what only a booting machine gets is given against the token
 * alone.
 */
final class Trust {
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
   * Whether the machine was ready and has begun no other boot since. Only who answers DHCP sees the
   * beginning of a boot.
   */
  private boolean runs(MacAddress mac, Snapshot snapshot) {
    return snapshot.config().dhcp().enabled() && timeline.ran(mac).isPresent();
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
   * has come. Looks at no file, as event loops ask this.
   */
  boolean isProgress(MacAddress mac, Request request, Snapshot snapshot) {
    return request.part() != Request.Part.HEAD
        && (!snapshot.config().http().secure()
            || isSeenAt(mac, request.peer().getAddress(), snapshot)
            || hasToken(mac, request));
  }

  private boolean hasToken(MacAddress mac, Request request) {
    return tokens.verify(request.query().getOrDefault("token", ""), mac).isPresent();
  }

  /**
   * Whether what is said about a machine may come from this asker: it is that machine, or has its
   * token.
   */
  boolean mayReport(MacAddress mac, Request request, Snapshot snapshot) {
    return !snapshot.config().http().secure()
        || hasToken(mac, request)
        || isThatMachine(mac, request.peer().getAddress(), snapshot);
  }

  /** Why the machine may not have its system overlay, empty when it may. */
  Optional<String> refuseDuringBoot(MacAddress mac, Map<String, String> query) {
    Optional<Instant> minted = tokens.verify(query.getOrDefault("token", ""), mac);
    if (minted.isEmpty()) {
      return Optional.of(
          "no valid boot token: only a machine that booted by its own script gets this (setting warewulf: secure)");
    }
    if (minted.get().plus(Tokens.BOOT_WINDOW).isBefore(clock.instant())) {
      return Optional.of(
          "the boot token is older than "
              + Tokens.BOOT_WINDOW.toMinutes()
              + " minutes: boot the node again");
    }
    boolean over = timeline.ran(mac).filter(ready -> ready.isAfter(minted.get())).isPresent();
    return over
        ? Optional.of("this boot is over: its window closed when the node became ready")
        : Optional.empty();
  }

  /**
   * Why the machine may not have its runtime overlay, empty when it may. The token of its last boot
   * stays good.
   */
  Optional<String> refuseAfterwards(MacAddress mac, Map<String, String> query) {
    return tokens.verify(query.getOrDefault("token", ""), mac).isPresent()
        ? Optional.empty()
        : Optional.of(
            "no valid boot token: the runtime overlay is for the node itself (setting warewulf: secure)");
  }
}
