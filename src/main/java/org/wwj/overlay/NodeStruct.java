package org.wwj.overlay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.template.Function;
import org.wwj.template.Nil;
import org.wwj.template.StringMap;

/** A node as templates see it: Warewulf's struct, by its Go names (warewulf.md §2.3, §4.5). */
final class NodeStruct {
  private NodeStruct() {}

  static Struct of(Node node) {
    Struct struct = new Struct("*node.Node").method("Id", node.name()).method("Valid", true);
    fill(struct, node);
    return struct;
  }

  /** Adds a node's fields to a struct that embeds it. */
  static void fill(Struct struct, Node node) {
    Map<String, Object> disks = DiskStruct.disks(node);
    Map<String, Object> fileSystems = DiskStruct.fileSystems(node);
    struct
        .with("Discoverable", new Words.Bool(node.discoverable() ? "true" : ""))
        .with("AssetKey", node.assetKey())
        .with("Profiles", List.copyOf(node.profiles()))
        .with("Comment", node.comment())
        .with("ClusterName", node.clusterName())
        .with("ImageName", node.imageName())
        .with("Ipxe", node.ipxeTemplate())
        .with("RuntimeOverlay", List.copyOf(node.runtimeOverlays()))
        .with("SystemOverlay", List.copyOf(node.systemOverlays()))
        .with("Kernel", kernel(node))
        .with("Ipmi", ipmi(node.ipmi()))
        .with("Init", node.init())
        .with("Root", node.root())
        .with("NetDevs", DeviceStruct.all(node))
        .with("Tags", new StringMap(node.tags()))
        .with("PrimaryNetDev", node.primaryDevice().map(NetDevice::name).orElse(""))
        .with("Disks", disks)
        .with("FileSystems", fileSystems)
        .with("Resources", frozen(node.resources()))
        .method("DiskList", DiskStruct.list(disks))
        .method("FileSystemList", DiskStruct.list(fileSystems));
  }

  /** Without a version the image's own, looked up when asked for. */
  private static Struct kernel(Node node) {
    Struct kernel = new Struct("*node.KernelConf");
    String version = node.kernel().version();
    if (version.isEmpty() && !node.imageName().isEmpty()) {
      kernel.method(
          "Version",
          Function.acting((output, args) -> Rendering.of(output).kernelVersion(node.imageName())));
    } else {
      kernel.with("Version", version);
    }
    return kernel.with("Args", List.copyOf(node.kernel().args()));
  }

  private static Struct ipmi(Node.Ipmi ipmi) {
    return new Struct("*node.IpmiConf")
        .with("UserName", ipmi.username())
        .with("Password", ipmi.password())
        .with("Ipaddr", new Words.Ip(ipmi.ipaddr()))
        .with("Gateway", new Words.Ip(ipmi.gateway()))
        .with("Netmask", new Words.Ip(ipmi.netmask()))
        .with("Port", ipmi.port())
        .with("Interface", ipmi.interfaceName())
        .with("EscapeChar", ipmi.escapechar())
        .with("Write", new Words.Bool(ipmi.write()))
        .with("Template", ipmi.template())
        .with("Tags", new StringMap(ipmi.tags()))
        .method("Username", ipmi.username());
  }

  /** Read-only all the way down: templates may only change what they made themselves. */
  private static Object frozen(@Nullable Object value) {
    return switch (value) {
      case null -> Nil.NIL;
      case Map<?, ?> map -> {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((key, v) -> copy.put(String.valueOf(key), frozen(v)));
        yield Collections.unmodifiableMap(copy);
      }
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(v -> copy.add(frozen(v)));
        yield Collections.unmodifiableList(copy);
      }
      default -> value;
    };
  }
}
