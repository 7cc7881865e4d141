package org.wwj.boot;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Snapshot;

/**
 * Nodes that run an image already and give chunks of it to nodes that boot ({@code delivery:
 * peers}), each to few at a time. They need no trust, as mirrors need none: each chunk is checked
 * by its digest. Safe from all threads.
 */
public final class Peers {
  /** TCP port at which they are asked for {@code /chunk/DIGEST}. */
  public static final int PORT = 9875;

  /** How many a node is told of: enough that one that is gone costs little. */
  private static final int TOLD = 2;

  /** To how many that have not got their image yet one is told. */
  private static final int TAKERS = 4;

  /** After so long a node has its image, or is not going to get it from a peer. */
  private static final Duration LEASE = Duration.ofMinutes(10);

  /** So long nobody is told of one that did not answer, or gave something wrong. */
  private static final Duration AVOIDED = Duration.ofMinutes(10);

  /** Those that are looked at for each answer, however many there are. */
  private static final int LOOKS = 64;

  private static final Pattern URL = Pattern.compile("http://([0-9.]{7,15}):" + PORT);

  private final Supplier<Snapshot> snapshot;
  private final Timeline timeline;
  private final InstantSource clock;

  /** Who was told of least lately comes first. */
  private final Map<Place, LinkedHashMap<MacAddress, Peer>> places = new HashMap<>();

  private final Map<MacAddress, Place> placeOf = new HashMap<>();
  private final Map<MacAddress, List<Peer>> told = new HashMap<>();

  /**
   * Nobody gives yet.
   *
   * @param timeline knows who is ready, and what a node was told to boot
   */
  public Peers(Supplier<Snapshot> snapshot, Timeline timeline, InstantSource clock) {
    this.snapshot = snapshot;
    this.timeline = timeline;
    this.clock = clock;
  }

  /** What is given where: a generation, {@code NAME@ID}, in one network. */
  private record Place(String reference, Prefix network) {}

  private static final class Peer {
    final Inet4Address address;
    final Map<MacAddress, Instant> takers = new HashMap<>();
    Instant avoidedUntil = Instant.MIN;

    Peer(Inet4Address address) {
      this.address = address;
    }

    String url() {
      return "http://" + address.getHostAddress() + ":" + PORT;
    }

    boolean hasRoom(Instant now) {
      takers.values().removeIf(until -> !now.isBefore(until));
      return takers.size() < TAKERS && !now.isBefore(avoidedUntil);
    }
  }

  /**
   * A node is ready, and gives what it runs. One without an address of its own is not told of, and
   * one that cannot bear full speed neither.
   */
  public synchronized void gives(MacAddress mac, String reference) {
    givesNot(mac);
    Inet4Address address =
        snapshot.get().byMac(mac).map(owner -> owner.device().ipaddr()).orElse(null);
    Optional<Prefix> network = network(mac);
    if (on() && !paced(mac) && address != null && network.isPresent() && !reference.isEmpty()) {
      Place place = new Place(reference, network.get());
      placeOf.put(mac, place);
      places.computeIfAbsent(place, _ -> new LinkedHashMap<>()).put(mac, new Peer(address));
    }
  }

  /** A node boots, or runs and gives nothing. */
  public synchronized void givesNot(MacAddress mac) {
    Place place = placeOf.remove(mac);
    Map<MacAddress, Peer> there = place == null ? null : places.get(place);
    if (there != null && there.remove(mac) != null && there.isEmpty()) {
      places.remove(place);
    }
  }

  /** A node has its image, or has given up: it takes no more. */
  public synchronized void done(MacAddress taker) {
    List<Peer> its = told.remove(taker);
    if (its != null) {
      its.forEach(peer -> peer.takers.remove(taker));
    }
  }

  /**
   * URLs of those that a node is to ask for chunks of what it was told to boot: they run the same
   * generation in its network, so that nothing passes a router. Empty when there are none, and for
   * a node that cannot bear full speed, which is how they give.
   */
  public synchronized List<String> of(MacAddress taker) {
    done(taker);
    Map<MacAddress, Peer> there =
        on() && !paced(taker)
            ? network(taker)
                .map(network -> places.get(new Place(timeline.image(taker), network)))
                .orElse(null)
            : null;
    if (there == null) {
      return List.of();
    }
    Instant now = clock.instant();
    Map<MacAddress, Peer> found = new LinkedHashMap<>();
    Iterator<Map.Entry<MacAddress, Peer>> all = there.entrySet().iterator();
    for (int looks = 0; looks < LOOKS && found.size() < TOLD && all.hasNext(); looks++) {
      Map.Entry<MacAddress, Peer> one = all.next();
      if (!one.getKey().equals(taker)
          && timeline.readySince(one.getKey()).isPresent()
          && one.getValue().hasRoom(now)) {
        found.put(one.getKey(), one.getValue());
      }
    }
    found.forEach((mac, peer) -> {
      peer.takers.put(taker, now.plus(LEASE));
      there.remove(mac);
      there.put(mac, peer);
    });
    if (!found.isEmpty()) {
      told.put(taker, List.copyOf(found.values()));
    }
    return found.values().stream().map(Peer::url).toList();
  }

  /** A node that was told of that one says that it did not answer, or lied. */
  public synchronized void avoid(MacAddress taker, String url) {
    told.getOrDefault(taker, List.of()).stream()
        .filter(peer -> peer.url().equals(url))
        .forEach(peer -> peer.avoidedUntil = clock.instant().plus(AVOIDED));
  }

  /** The name of the node that has that URL, empty for one that is no peer's. */
  public Optional<String> nodeAt(String url) {
    Matcher matcher = URL.matcher(url);
    if (!on() || !matcher.matches()) {
      return Optional.empty();
    }
    try {
      return snapshot
          .get()
          .byAddress(Prefix.parseAddress(matcher.group(1)))
          .map(owner -> owner.node().name());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean on() {
    return snapshot.get().config().delivery().peers();
  }

  private boolean paced(MacAddress mac) {
    return snapshot.get().byMac(mac).flatMap(owner -> BootTags.pace(owner.node())).isPresent();
  }

  /** The network that a node boots in, empty when its settings name none. */
  private Optional<Prefix> network(MacAddress mac) {
    NetDevice device = snapshot.get().byMac(mac).map(Snapshot.Reservation::device).orElse(null);
    if (device == null) {
      return Optional.empty();
    }
    Inet4Address address = device.ipaddr();
    Inet4Address netmask = device.netmask();
    try {
      Prefix own =
          address == null || netmask == null
              ? snapshot.get().config().address()
              : Prefix.of(address, netmask);
      return Optional.of(new Prefix(own.network(), own.length()));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a mask with a gap, of which `wwj check` tells
    }
  }
}
