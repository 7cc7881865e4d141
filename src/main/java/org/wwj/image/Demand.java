package org.wwj.image;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the nodes that use an image need of it.
 *
 * @param kernels the kernels they ask for, as in {@code kernel version}, with those nodes
 * @param cards the network cards that they are known to have, such as {@code 8086:1539}, with those
 *     nodes
 * @param initrd whether one of them boots the whole tree as an initramfs
 */
public record Demand(
    SortedMap<String, SortedSet<String>> kernels,
    SortedMap<String, SortedSet<String>> cards,
    boolean initrd) {
  /** Of an image that no node uses. */
  public static final Demand NONE = new Demand(new TreeMap<>(), new TreeMap<>(), false);

  /** The maps cannot change later. */
  public Demand {
    kernels = Collections.unmodifiableSortedMap(new TreeMap<>(kernels));
    cards = Collections.unmodifiableSortedMap(new TreeMap<>(cards));
  }

  /** What the nodes of an image need, by the image's name. */
  @FunctionalInterface
  public interface Source {
    /** Looks it up. */
    Demand of(String image);
  }

  /** The same with one more node that needs these. */
  public Demand and(String node, String kernel, Collection<String> its, boolean whole) {
    SortedMap<String, SortedSet<String>> moreKernels = new TreeMap<>(kernels);
    SortedMap<String, SortedSet<String>> moreCards = new TreeMap<>(cards);
    if (!kernel.isEmpty()) {
      add(moreKernels, kernel, node);
    }
    its.forEach(card -> add(moreCards, card, node));
    return new Demand(moreKernels, moreCards, initrd || whole);
  }

  private static void add(SortedMap<String, SortedSet<String>> map, String key, String node) {
    SortedSet<String> nodes = new TreeSet<>(map.getOrDefault(key, new TreeSet<>()));
    nodes.add(node);
    map.put(key, nodes);
  }
}
