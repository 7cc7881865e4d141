package org.wwj.dhcp;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

/**
 * Addresses of machines nobody reserved one for. An address derives from the MAC, so that without
 * any file a restarted or second server gives the same; what is kept here, in memory and bounded,
 * only settles collisions. Confined to the DHCP event loop.
 */
final class DynamicAddresses {
  /** MACs come from the network and may be made up: beyond this the oldest lease is forgotten. */
  static final int LIMIT = 65_536;

  /** Addresses tried before the range counts as full. */
  private static final int PROBES = 4096;

  private final SequencedMap<Integer, Lease> leases = new LinkedHashMap<>();
  private final Map<MacAddress, Integer> byMac = new HashMap<>();
  private final SequencedMap<Integer, Instant> avoided = new LinkedHashMap<>();

  private record Lease(MacAddress mac, Instant until) {}

  /**
   * The dynamic range of a site, both ends inclusive.
   *
   * @param free whether an address in it may be given away at all: no reservation and not the
   *     server's own
   */
  record Range(Inet4Address start, Inet4Address end, Predicate<Inet4Address> free) {
    /** The site's range, empty when it has none or its ends are the wrong way round. */
    static Optional<Range> of(SiteConfig.Dhcp dhcp, Predicate<Inet4Address> free) {
      Inet4Address start = dhcp.rangeStart();
      Inet4Address end = dhcp.rangeEnd();
      if (start == null || end == null) {
        return Optional.empty();
      }
      Range range = new Range(start, end, free);
      return range.size() > 0 ? Optional.of(range) : Optional.empty();
    }

    long size() {
      return Integer.toUnsignedLong(Prefix.toInt(end))
          - Integer.toUnsignedLong(Prefix.toInt(start))
          + 1;
    }

    boolean contains(Inet4Address address) {
      long offset =
          Integer.toUnsignedLong(Prefix.toInt(address))
              - Integer.toUnsignedLong(Prefix.toInt(start));
      return offset >= 0 && offset < size();
    }

    Inet4Address at(long offset) {
      return Prefix.fromInt((int) (Prefix.toInt(start) + offset));
    }
  }

  /**
   * The address to offer a machine: the one it holds, else the one it asks for when nobody has it,
   * else the one its MAC hashes to, or the next free one. Changes nothing. Empty when the range is
   * full.
   */
  Optional<Inet4Address> choose(
      MacAddress mac, Range range, @Nullable Inet4Address wanted, Instant now) {
    Integer held = byMac.get(mac);
    if (held != null && mayHave(mac, Prefix.fromInt(held), range, now)) {
      return Optional.of(Prefix.fromInt(held));
    }
    if (wanted != null && mayHave(mac, wanted, range, now)) {
      return Optional.of(wanted);
    }
    long size = range.size();
    long start = Long.remainderUnsigned(mix(mac.value()), size);
    for (long i = 0; i < Math.min(size, PROBES); i++) {
      Inet4Address address = range.at((start + i) % size);
      if (mayHave(mac, address, range, now)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** Whether a machine may have that address now: in range, and nobody else's. */
  boolean mayHave(MacAddress mac, Inet4Address address, Range range, Instant now) {
    int key = Prefix.toInt(address);
    Lease lease = leases.get(key);
    if (lease != null && !lease.mac().equals(mac) && now.isBefore(lease.until())) {
      return false;
    }
    Instant avoid = avoided.get(key);
    if (avoid != null && now.isBefore(avoid)) {
      return false;
    }
    return range.contains(address) && range.free().test(address);
  }

  /** Applies what a decision changes. */
  void apply(LeaseChange change) {
    switch (change) {
      case LeaseChange.Nothing nothing -> {}
      case LeaseChange.Hold hold -> hold(hold);
      case LeaseChange.Release release -> {
        int key = Prefix.toInt(release.address());
        Lease lease = leases.get(key);
        if (lease != null && lease.mac().equals(release.mac())) {
          forget(key);
        }
      }
      case LeaseChange.Avoid avoid -> {
        int key = Prefix.toInt(avoid.address());
        forget(key);
        avoided.putLast(key, avoid.until());
        if (avoided.size() > LIMIT) {
          avoided.pollFirstEntry();
        }
      }
    }
  }

  /** How many addresses are remembered. */
  int size() {
    return leases.size();
  }

  private void hold(LeaseChange.Hold hold) {
    int key = Prefix.toInt(hold.address());
    Integer before = byMac.get(hold.mac());
    if (before != null) {
      forget(before);
    }
    forget(key);
    leases.putLast(key, new Lease(hold.mac(), hold.until()));
    byMac.put(hold.mac(), key);
    if (leases.size() > LIMIT) {
      forget(leases.firstEntry().getKey());
    }
  }

  private void forget(int key) {
    Lease lease = leases.remove(key);
    if (lease != null) {
      byMac.remove(lease.mac());
    }
  }

  /** Spreads MACs of one batch, which differ in the last bits, over the range (SplitMix64). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
