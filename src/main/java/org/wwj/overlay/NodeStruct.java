package org.wwj.overlay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.template.Fields;
import org.wwj.template.Function;
import org.wwj.template.Nil;
import org.wwj.template.StringMap;

/**
 * A node as templates see it: Warewulf's struct, by its Go names (warewulf.md §2.3, §4.5). There
 * may be ten thousand in a list, so each value is made when it is asked for.
 */
record NodeStruct(Node node) implements Fields {
  private static final List<String> FIELDS =
      List.of(
          "Discoverable",
          "AssetKey",
          "Profiles",
          "Comment",
          "ClusterName",
          "ImageName",
          "Ipxe",
          "RuntimeOverlay",
          "SystemOverlay",
          "Kernel",
          "Ipmi",
          "Init",
          "Root",
          "NetDevs",
          "Tags",
          "PrimaryNetDev",
          "Disks",
          "FileSystems",
          "Resources");

  @Override
  public String typeName() {
    return "*node.Node";
  }

  @Override
  public List<String> fieldNames() {
    return FIELDS;
  }

  /** Whether nodes have such a field or method. */
  static boolean has(String name) {
    return FIELDS.contains(name)
        || name.equals("DiskList")
        || name.equals("FileSystemList")
        || name.equals("Valid");
  }

  @Override
  public Object field(String name) {
    return switch (name) {
      case "Discoverable" -> new Words.Bool(node.discoverable() ? "true" : "");
      case "AssetKey" -> node.assetKey();
      case "Profiles" -> List.copyOf(node.profiles());
      case "Comment" -> node.comment();
      case "ClusterName" -> node.clusterName();
      case "ImageName" -> node.imageName();
      case "Ipxe" -> node.ipxeTemplate();
      case "RuntimeOverlay" -> List.copyOf(node.runtimeOverlays());
      case "SystemOverlay" -> List.copyOf(node.systemOverlays());
      case "Kernel" -> kernel(node);
      case "Ipmi" -> ipmi(node.ipmi());
      case "Init" -> node.init();
      case "Root" -> node.root();
      case "NetDevs" -> DeviceStruct.all(node);
      case "Tags" -> new StringMap(node.tags());
      case "PrimaryNetDev" -> node.primaryDevice().map(NetDevice::name).orElse("");
      case "Disks" -> DiskStruct.disks(node);
      case "FileSystems" -> DiskStruct.fileSystems(node);
      case "Resources" -> frozen(node.resources());
      case "DiskList" -> DiskStruct.list(DiskStruct.disks(node));
      case "FileSystemList" -> DiskStruct.list(DiskStruct.fileSystems(node));
      case "Id" -> node.name();
      case "Valid" -> true;
      default -> NO_FIELD;
    };
  }

  /**
   * What of a node a field is made of, also those that templates have by the node's own name for
   * it: equal bases, equal values.
   */
  static Object basis(Node node, String field) {
    return switch (field) {
      case "Id", "Hostname" -> node.name();
      case "Discoverable" -> node.discoverable();
      case "AssetKey" -> node.assetKey();
      case "Profiles" -> node.profiles();
      case "Comment" -> node.comment();
      case "ClusterName" -> node.clusterName();
      case "ImageName", "Container", "ContainerName" -> node.imageName();
      case "Ipxe" -> node.ipxeTemplate();
      case "RuntimeOverlay" -> node.runtimeOverlays();
      case "SystemOverlay" -> node.systemOverlays();
      case "Kernel" -> List.of(node.kernel(), node.imageName());
      case "Ipmi" -> node.ipmi();
      case "Init" -> node.init();
      case "Root" -> node.root();
      case "NetDevs", "PrimaryNetDev" -> List.of(node.networkDevices(), node.primaryNetwork());
      case "Tags" -> node.tags();
      case "Disks", "DiskList" -> node.disks();
      case "FileSystems", "FileSystemList" -> node.fileSystems();
      case "Resources" -> node.resources();
      case "Valid" -> true;
      default -> node;
    };
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
