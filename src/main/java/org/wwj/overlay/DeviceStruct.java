package org.wwj.overlay;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.template.Fields;
import org.wwj.template.StringMap;

/**
 * A network device as templates see it: Warewulf's fields, and as methods what its type and tags
 * mean ({@link Link}), which all network overlays share. There is one for each device of each node,
 * so it keeps no map of its own.
 */
final class DeviceStruct implements Fields {
  private static final List<String> FIELDS =
      List.of(
          "Type",
          "OnBoot",
          "Device",
          "Hwaddr",
          "Ipaddr",
          "Netmask",
          "Gateway",
          "Ipaddr6",
          "PrefixLen6",
          "Gateway6",
          "MTU",
          "Tags");

  private final NetDevice device;
  private final Node node;
  private volatile @Nullable Link link;

  private DeviceStruct(NetDevice device, Node node) {
    this.device = device;
    this.node = node;
  }

  /** All devices of a node by name. */
  static Map<String, Object> all(Node node) {
    Map<String, Object> devices = new TreeMap<>();
    node.networkDevices()
        .forEach((name, device) -> devices.put(name, new DeviceStruct(device, node)));
    return devices;
  }

  @Override
  public Object field(String name) {
    return switch (name) {
      case "Type" -> device.type();
      case "OnBoot" -> new Words.Bool(device.onboot());
      case "Device" -> device.device();
      case "Hwaddr" -> device.hwaddr();
      case "Ipaddr" -> Words.Ip.of(device.ipaddr());
      case "Netmask" -> Words.Ip.of(device.netmask());
      case "Gateway" -> Words.Ip.of(device.gateway());
      case "Ipaddr6" -> new Words.Ip(device.ipaddr6().replaceFirst("/.*", ""));
      case "PrefixLen6" -> device.prefixlen6();
      case "Gateway6" -> new Words.Ip(device.gateway6());
      case "MTU" -> device.mtu();
      case "Tags" -> new StringMap(device.tags());
      case "Id" -> device.name();
      case "Primary" -> node.primaryDevice().filter(device::equals).isPresent();
      case "IpCIDR" -> device.prefix().map(Object::toString).orElse("");
      case "IpCIDR6" -> cidr6();
      default -> meaning(name);
    };
  }

  private Object meaning(String name) {
    Link known = link();
    return switch (name) {
      case "Kind" -> known.kind().word();
      case "Interface" -> known.interfaceName();
      case "FileName" -> known.fileName();
      case "Guid" -> known.guid();
      case "ClonedHwaddr" -> known.clonedHwaddr();
      case "Master" -> known.master();
      case "Ports" -> known.ports();
      case "Bond" -> Collections.unmodifiableMap(known.bond());
      case "Parent" -> known.parent();
      case "VlanId" -> known.vlanId();
      case "Dns" -> known.dns();
      case "Search" -> known.search();
      case "Routes" -> routes(known.routes());
      default -> NO_FIELD;
    };
  }

  private Link link() {
    Link known = link;
    if (known == null) {
      known = Link.of(device, node);
      link = known;
    }
    return known;
  }

  private String cidr6() {
    if (device.ipaddr6().contains("/")) {
      return device.ipaddr6();
    }
    return device.ipaddr6().isEmpty() || device.prefixlen6().isEmpty()
        ? ""
        : device.ipaddr6() + "/" + device.prefixlen6();
  }

  private static List<Object> routes(List<Link.Route> routes) {
    return routes.stream()
        .map(route ->
            (Object)
                new Struct("overlay.Route")
                    .with("To", route.to())
                    .with("Via", route.via())
                    .with("Metric", route.metric())
                    .method("Ipv6", route.to().contains(":")))
        .toList();
  }

  @Override
  public String typeName() {
    return "*node.NetDev";
  }

  @Override
  public List<String> fieldNames() {
    return FIELDS;
  }
}
