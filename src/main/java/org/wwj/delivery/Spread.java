package org.wwj.delivery;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootTags;
import org.wwj.config.Mirrors;
import org.wwj.delivery.BootSizes.Size;
import org.wwj.net.BitRate;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;

/**
 * Who sends nodes their image when all of them boot: the mirror that each asks first, or the server
 * itself. Pure.
 *
 * @param mirrors those that serve any, in the order of the nodes
 * @param bare nodes that no mirror is named for
 * @param unable nodes with a mirror, whose root method takes an image from the server alone
 * @param held nodes that are sent their image at a pace ({@link BootTags#PACE}), so by the server
 * @param image bytes of the images of the last three kinds together
 * @param small bytes of all nodes' kernels and stage-1
 */
public record Spread(
    List<Served> mirrors,
    List<String> bare,
    List<String> unable,
    Held held,
    double image,
    double small) {
  public Spread {
    mirrors = List.copyOf(mirrors);
    bare = List.copyOf(bare);
    unable = List.copyOf(unable);
  }

  /**
   * Nodes that are held to a pace.
   *
   * @param seconds that what they are sent takes at that, all of them together
   * @param longest seconds that the slowest of them takes
   */
  public record Held(List<String> nodes, double seconds, double longest) {
    /** None. */
    public static final Held NONE = new Held(List.of(), 0, 0);

    public Held {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * What one mirror serves.
   *
   * @param url where it is
   * @param link how fast its link is, or null when nobody said
   * @param nodes that ask it first
   * @param image bytes of their images together
   * @param copy bytes of those images, each once
   */
  public record Served(
      String url, @Nullable BitRate link, List<String> nodes, double image, double copy) {
    public Served {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * The nodes by who sends them their image.
   *
   * @param nodes with what they are sent
   * @param dynamic an address of the dynamic range, for nodes that get theirs from it; or null
   */
  public static Spread of(Map<Node, Size> nodes, Mirrors mirrors, @Nullable Inet4Address dynamic) {
    Map<String, Gathered> behind = new LinkedHashMap<>();
    List<String> bare = new ArrayList<>();
    List<String> unable = new ArrayList<>();
    List<String> held = new ArrayList<>();
    double seconds = 0;
    double longest = 0;
    double image = 0;
    double small = 0;
    for (Map.Entry<Node, Size> entry : nodes.entrySet()) {
      Node node = entry.getKey();
      Size size = entry.getValue();
      small += size.small();
      long pace = BootTags.bytesPerSecond(node);
      if (pace > 0) { // its script names no mirrors, see BootPlan
        double takes = (double) (size.small() + size.image()) / pace;
        held.add(node.name());
        seconds += takes;
        longest = Math.max(longest, takes);
        image += size.image();
        continue;
      }
      Optional<Mirrors.Mirror> mirror = first(node, mirrors, dynamic);
      if (mirror.isPresent() && takesChunks(node)) {
        behind.computeIfAbsent(mirror.get().url(), _ -> new Gathered()).add(node, size, mirror);
      } else {
        (mirror.isPresent() ? unable : bare).add(node.name());
        image += size.image();
      }
    }
    List<Served> served = new ArrayList<>();
    behind.forEach((url, one) -> served.add(one.served(url)));
    return new Spread(served, bare, unable, new Held(held, seconds, longest), image, small);
  }

  /** The nodes of one mirror while they are gathered. */
  private static final class Gathered {
    private final List<String> nodes = new ArrayList<>();
    private final Map<String, Long> images = new HashMap<>();
    private @Nullable BitRate link;
    private double image;

    void add(Node node, Size size, Optional<Mirrors.Mirror> mirror) {
      nodes.add(node.name());
      images.put(size.reference(), size.image());
      image += size.image();
      link = link == null ? mirror.map(Mirrors.Mirror::link).orElse(null) : link;
    }

    Served served(String url) {
      double copy = images.values().stream().mapToDouble(Long::doubleValue).sum();
      return new Served(url, link, nodes, image, copy);
    }
  }

  private static Optional<Mirrors.Mirror> first(
      Node node, Mirrors mirrors, @Nullable Inet4Address dynamic) {
    Inet4Address reserved = node.primaryDevice().map(NetDevice::ipaddr).orElse(null);
    Inet4Address address = reserved == null ? dynamic : reserved;
    return address == null ? Optional.empty() : mirrors.first(address, node.tags());
  }

  private static boolean takesChunks(Node node) {
    RootMethod method = RootMethod.tryParse(node.root()).orElse(RootMethod.SQUASHFS);
    return method == RootMethod.SQUASHFS || method == RootMethod.TMPFS;
  }

  /** How many they are. */
  public int nodes() {
    return own() + mirrors.stream().mapToInt(m -> m.nodes().size()).sum();
  }

  private int own() {
    return bare.size() + unable.size() + held.nodes().size();
  }

  /**
   * The storm of these nodes, as if there were {@code nodes} like them.
   *
   * @param storm of so many nodes without mirrors
   * @param fixed speed of each mirror's link in bytes per second, 0 for what is said of each
   * @param assumed the same where nobody said it
   */
  public Storm on(Storm storm, double fixed, double assumed) {
    int own = own();
    double each = (double) storm.nodes() / nodes();
    List<Storm.Rack> racks = new ArrayList<>();
    for (Served mirror : mirrors) {
      BitRate link = mirror.link();
      double said = link == null ? 0 : link.bytesPerSecond();
      double speed = fixed > 0 ? fixed : said;
      racks.add(
          new Storm.Rack(
              mirror.url(),
              mirror.nodes().size() * each,
              mirror.image() / mirror.nodes().size(),
              mirror.copy(),
              speed > 0 ? speed : assumed,
              speed <= 0));
    }
    return storm
        .besides(small / nodes())
        .with(own * each, own == 0 ? 0 : image / own, racks)
        .with(new Storm.Held(held.nodes().size() * each, held.seconds() * each, held.longest()));
  }
}
