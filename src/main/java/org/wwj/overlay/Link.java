package org.wwj.overlay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;

/**
 * What a network device's type and tags mean, in the words that Warewulf's network overlays read:
 * {@code DNS}, {@code DNS1} …, {@code DNSSEARCH} or {@code SEARCH}, {@code route1=NETWORK,GATEWAY}
 * …, {@code master}, {@code parent_device}, {@code vlan_id} and a bond's options.
 *
 * @param interfaceName name on the node; empty lets the node keep its own
 * @param fileName its name as it may stand in the name of a file
 * @param guid an InfiniBand port's GUID: the last eight bytes of the address, as the first ones
 *     change from boot to boot; else empty
 * @param clonedHwaddr the address it takes on instead of its own, else empty
 * @param master interface of the bond it is a port of, else empty
 * @param ports names of the devices that are ports of this bond
 * @param bond a bond's options by Warewulf's tag
 * @param parent interface that a VLAN lies on, else empty
 */
record Link(
    Kind kind,
    String interfaceName,
    String fileName,
    String guid,
    String clonedHwaddr,
    String master,
    List<String> ports,
    Map<String, String> bond,
    String parent,
    String vlanId,
    List<String> dns,
    List<String> search,
    List<Route> routes) {
  private static final List<String> BOND =
      List.of("mode", "miimon", "updelay", "downdelay", "xmit_hash_policy", "lacp_rate");
  private static final Pattern DNS = Pattern.compile("DNS(\\d*)");
  private static final Pattern ROUTE = Pattern.compile("route(\\d*)");
  private static final Pattern SEARCH = Pattern.compile("(DNS)?SEARCH");
  private static final int GUID_CHARS = 23;

  /** What it is. */
  enum Kind {
    ETHERNET,
    INFINIBAND,
    BOND,
    VLAN,
    /** A type that no overlay of wwj's writes. */
    OTHER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A static route; the metric is empty when none is asked for. */
  record Route(String to, String via, String metric) {}

  static Link of(NetDevice device, Node node) {
    Map<String, String> tags = device.tags();
    Kind kind = kind(device);
    String name = device.device();
    if (name.isEmpty() && (kind == Kind.BOND || kind == Kind.VLAN)) {
      name = device.name(); // these exist only once somebody has named them
    }
    int dot = name.lastIndexOf('.');
    boolean dotted = kind == Kind.VLAN && dot > 0;
    Map<String, String> bond = new TreeMap<>();
    BOND.stream().filter(tags::containsKey).forEach(option -> bond.put(option, tags.get(option)));
    return new Link(
        kind,
        name,
        device.name().replaceAll("[^A-Za-z0-9_.-]", "_"),
        kind == Kind.INFINIBAND && device.hwaddr().length() >= GUID_CHARS
            ? device.hwaddr().substring(device.hwaddr().length() - GUID_CHARS)
            : "",
        tags.getOrDefault("cloned-mac-address", ""),
        master(device, node),
        kind == Kind.BOND ? ports(device, node) : List.of(),
        bond,
        kind == Kind.VLAN
            ? tags.getOrDefault("parent_device", dotted ? name.substring(0, dot) : "")
            : "",
        kind == Kind.VLAN
            ? tags.getOrDefault("vlan_id", dotted ? name.substring(dot + 1) : "")
            : "",
        words(numbered(tags, DNS)),
        words(matching(tags, SEARCH)),
        routes(numbered(tags, ROUTE)));
  }

  private static Kind kind(NetDevice device) {
    return switch (device.type().toLowerCase(Locale.ROOT)) {
      case "" -> device.hwaddr().length() >= GUID_CHARS ? Kind.INFINIBAND : Kind.ETHERNET;
      case "ethernet", "ether", "eth", "bond-slave", "slave" -> Kind.ETHERNET;
      case "infiniband", "ib" -> Kind.INFINIBAND;
      case "bond" -> Kind.BOND;
      case "vlan" -> Kind.VLAN;
      default -> Kind.OTHER;
    };
  }

  private static String master(NetDevice device, Node node) {
    String named = device.tags().getOrDefault("master", device.tags().getOrDefault("MASTER", ""));
    NetDevice bond = node.networkDevices().get(named);
    return bond == null || bond.device().isEmpty() ? named : bond.device();
  }

  private static List<String> ports(NetDevice bond, Node node) {
    String own = bond.device().isEmpty() ? bond.name() : bond.device();
    return node.networkDevices().values().stream()
        .filter(device -> master(device, node).equals(own))
        .map(NetDevice::name)
        .toList();
  }

  /** The values of tags like DNS, DNS1, DNS2 … DNS10, in that order. */
  private static List<String> numbered(Map<String, String> tags, Pattern name) {
    return tags.entrySet().stream()
        .filter(tag -> name.matcher(tag.getKey()).matches())
        .sorted(Comparator.comparingLong(tag -> number(name, tag.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static long number(Pattern name, String tag) {
    Matcher matcher = name.matcher(tag);
    String digits = matcher.matches() ? matcher.group(1) : "";
    return digits.isEmpty()
        ? -1
        : Long.parseLong(digits.substring(0, Math.min(digits.length(), 9)));
  }

  private static List<String> matching(Map<String, String> tags, Pattern name) {
    return tags.entrySet().stream()
        .filter(tag -> name.matcher(tag.getKey()).matches())
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<String> words(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split("[ ,;]+")))
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }

  /** {@code NETWORK,GATEWAY} with a metric or not; what is no pair is no route. */
  private static List<Route> routes(List<String> values) {
    List<Route> routes = new ArrayList<>();
    for (String value : values) {
      String[] parts = value.trim().split("[ ,]+");
      if (parts.length >= 2) {
        routes.add(new Route(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
      }
    }
    return List.copyOf(routes);
  }
}
