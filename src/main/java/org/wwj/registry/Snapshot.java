package org.wwj.registry;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.config.SiteConfig;
import org.wwj.net.MacAddress;

/**
 * All a reply depends on, at one moment: the site's settings and its nodes after the merge.
 * Immutable; readers hold one and take no lock, a change swaps in a new one.
 */
public final class Snapshot {
  private final SiteConfig config;
  private final SortedMap<String, Node> nodes;
  private final Map<MacAddress, Reservation> byMac = new HashMap<>();
  private final Map<Inet4Address, Reservation> byAddress = new HashMap<>();
  private final List<String> warnings;

  /** A node's device, found by its MAC or its address. */
  public record Reservation(Node node, NetDevice device) {}

  /**
   * Indexes the nodes. Where two nodes claim one MAC or address, the first by name keeps it and
   * {@link #warnings} says so.
   */
  public Snapshot(SiteConfig config, Collection<Node> nodes, List<String> warnings) {
    this.config = config;
    List<String> all = new ArrayList<>(warnings);
    SortedMap<String, Node> sorted = new TreeMap<>();
    nodes.forEach(node -> sorted.put(node.name(), node));
    this.nodes = Collections.unmodifiableSortedMap(sorted);
    for (Node node : sorted.values()) {
      for (NetDevice device : node.networkDevices().values()) {
        Reservation claim = new Reservation(node, device);
        device.mac().ifPresent(mac -> claim(byMac, mac, claim, "hwaddr", all));
        Inet4Address address = device.ipaddr();
        if (address != null) {
          claim(byAddress, address, claim, "ipaddr", all);
        }
      }
    }
    this.warnings = List.copyOf(all);
  }

  private static <K> void claim(
      Map<K, Reservation> index, K key, Reservation claim, String field, List<String> warnings) {
    Reservation first = index.putIfAbsent(key, claim);
    if (first != null) {
      Object shown = key instanceof Inet4Address address ? address.getHostAddress() : key;
      warnings.add(
          "%s %s of node %s (%s) already belongs to node %s (%s), which keeps it"
              .formatted(
                  field,
                  shown,
                  claim.node().name(),
                  claim.device().name(),
                  first.node().name(),
                  first.device().name()));
    }
  }

  /** The site's settings. */
  public SiteConfig config() {
    return config;
  }

  /** All nodes by name. */
  public SortedMap<String, Node> nodes() {
    return nodes;
  }

  /** The node of that name. */
  public Optional<Node> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** Who has that MAC. */
  public Optional<Reservation> byMac(MacAddress mac) {
    return Optional.ofNullable(byMac.get(mac));
  }

  /** Who has that address reserved. */
  public Optional<Reservation> byAddress(Inet4Address address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** What is questionable but did not stop the site from being served. */
  public List<String> warnings() {
    return warnings;
  }
}
