package org.wwj.boot;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
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

  /** Nodes that are looked at for each answer, however many there are. */
  private static final int LOOKS = 64;

  private static final Pattern URL = Pattern.compile("http://([0-9.]{7,15}):" + PORT);

  private final Supplier<Snapshot> snapshot;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final InstantSource clock;

  /** By who gives: until when it may be giving to whom. */
  private final Map<MacAddress, Map<MacAddress, Instant>> takers = new HashMap<>();

  /** Those that the timeline knows to be ready, drawn by lot. */
  public Peers(
      Supplier<Snapshot> snapshot, Timeline timeline, RandomGenerator random, InstantSource clock) {
    this.snapshot = snapshot;
    this.timeline = timeline;
    this.random = random;
    this.clock = clock;
  }

  private record Peer(MacAddress mac, Inet4Address address) {
    String url() {
      return "http://" + address.getHostAddress() + ":" + PORT;
    }
  }

  /**
   * URLs of those that a node is to ask for chunks of what it was told to boot: they run the same
   * generation in its network, so that nothing passes a router. Empty when there are none.
   */
  public List<String> of(MacAddress taker) {
    Snapshot now = snapshot.get();
    Optional<Snapshot.Reservation> owner = now.byMac(taker);
    if (!now.config().delivery().peers() || owner.isEmpty()) {
      return List.of();
    }
    Prefix network = network(owner.get().device(), now.config().address());
    String reference = timeline.image(taker);
    List<Node> nodes = List.copyOf(now.nodes().values());
    int start = random.nextInt(nodes.size());
    List<String> found = new ArrayList<>();
    synchronized (takers) {
      for (int i = 0; i < Math.min(LOOKS, nodes.size()) && found.size() < TOLD; i++) {
        nodes.get((start + i) % nodes.size()).networkDevices().values().stream()
            .flatMap(device -> peer(device, network).stream())
            .filter(peer -> !peer.mac.equals(taker) && timeline.gives(peer.mac, reference))
            .filter(peer -> takes(taker, peer))
            .findFirst()
            .ifPresent(peer -> found.add(peer.url()));
      }
    }
    return List.copyOf(found);
  }

  private static Prefix network(NetDevice device, Prefix otherwise) {
    Inet4Address address = device.ipaddr();
    Inet4Address netmask = device.netmask();
    return address == null || netmask == null ? otherwise : Prefix.of(address, netmask);
  }

  private static Optional<Peer> peer(NetDevice device, Prefix network) {
    Inet4Address address = device.ipaddr();
    return address == null || !network.contains(address)
        ? Optional.empty()
        : device.mac().map(mac -> new Peer(mac, address));
  }

  /** Whether the peer has room for one more, and then it is less by that. */
  private boolean takes(MacAddress taker, Peer peer) {
    Instant now = clock.instant();
    Map<MacAddress, Instant> its = takers.computeIfAbsent(peer.mac, _ -> new HashMap<>());
    its.entrySet()
        .removeIf(one -> !now.isBefore(one.getValue()) || !timeline.fetches(one.getKey()));
    if (its.size() >= TAKERS && !its.containsKey(taker)) {
      return false;
    }
    its.put(taker, now.plus(LEASE));
    return true;
  }

  /** Nobody is told of that one any more until it has booted anew: it did not answer, or lied. */
  public void avoid(String url) {
    named(url).flatMap(owner -> owner.device().mac()).ifPresent(timeline::givesNoMore);
  }

  /** What a person calls the source of an image: its URL, and which node that is. */
  public String name(String url) {
    return named(url).map(owner -> url + " (node " + owner.node().name() + ")").orElse(url);
  }

  private Optional<Snapshot.Reservation> named(String url) {
    Matcher matcher = URL.matcher(url);
    try {
      return matcher.matches()
          ? snapshot.get().byAddress(Prefix.parseAddress(matcher.group(1)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
