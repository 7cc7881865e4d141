package org.wwj.overlay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
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
    Map<String, Object> devices = new TreeMap<>();
    String primary = node.primaryDevice().map(NetDevice::name).orElse("");
    node.networkDevices()
        .forEach((name, device) -> devices.put(name, device(device, name.equals(primary))));
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
        .with("Kernel", kernel(node.kernel()))
        .with("Ipmi", ipmi(node.ipmi()))
        .with("Init", node.init())
        .with("Root", node.root())
        .with("NetDevs", devices)
        .with("Tags", new StringMap(node.tags()))
        .with("PrimaryNetDev", primary)
        .with("Disks", disks(node))
        .with("FileSystems", fileSystems(node))
        .with("Resources", frozen(node.resources()))
        .method("DiskList", new ArrayList<>(disks(node).values()))
        .method("FileSystemList", new ArrayList<>(fileSystems(node).values()));
  }

  private static Struct device(NetDevice device, boolean primary) {
    String cidr = device.prefix().map(Object::toString).orElse("");
    String cidr6 =
        device.ipaddr6().isEmpty()
                || device.prefixlen6().isEmpty()
                || device.ipaddr6().contains("/")
            ? device.ipaddr6().contains("/") ? device.ipaddr6() : ""
            : device.ipaddr6() + "/" + device.prefixlen6();
    return new Struct("*node.NetDev")
        .with("Type", device.type())
        .with("OnBoot", new Words.Bool(device.onboot()))
        .with("Device", device.device())
        .with("Hwaddr", device.hwaddr())
        .with("Ipaddr", Words.Ip.of(device.ipaddr()))
        .with("Netmask", Words.Ip.of(device.netmask()))
        .with("Gateway", Words.Ip.of(device.gateway()))
        .with("Ipaddr6", new Words.Ip(device.ipaddr6().replaceFirst("/.*", "")))
        .with("PrefixLen6", device.prefixlen6())
        .with("Gateway6", new Words.Ip(device.gateway6()))
        .with("MTU", device.mtu())
        .with("Tags", new StringMap(device.tags()))
        .method("Id", device.name())
        .method("Primary", primary)
        .method("IpCIDR", cidr)
        .method("IpCIDR6", cidr6);
  }

  private static Struct kernel(Node.Kernel kernel) {
    return new Struct("*node.KernelConf")
        .with("Version", kernel.version())
        .with("Args", List.copyOf(kernel.args()));
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

  private static Map<String, Object> disks(Node node) {
    Map<String, Object> disks = new TreeMap<>();
    node.disks()
        .forEach((path, disk) -> {
          Map<String, Object> partitions = new TreeMap<>();
          disk.partitions().forEach((name, p) -> partitions.put(name, partition(name, p)));
          disks.put(
              path,
              new Struct("*node.Disk")
                  .with("Partitions", partitions)
                  .method("Id", path)
                  .method("WipeTable", flag(disk.wipeTable()))
                  .method("WipeTableP", pointer(disk.wipeTable()))
                  .method("PartitionList", new ArrayList<>(partitions.values())));
        });
    return disks;
  }

  private static Struct partition(String name, Node.Partition partition) {
    return new Struct("*node.Partition")
        .with("Number", partition.number())
        .with("SizeMiB", partition.sizeMib())
        .with("StartMiB", partition.startMib())
        .with("TypeGuid", partition.typeGuid())
        .with("Guid", partition.guid())
        .method("Id", name)
        .method("WipePartitionEntry", flag(partition.wipePartitionEntry()))
        .method("ShouldExist", flag(partition.shouldExist()))
        .method("Resize", flag(partition.resize()))
        .method("WipePartitionEntryP", pointer(partition.wipePartitionEntry()))
        .method("ShouldExistP", pointer(partition.shouldExist()))
        .method("ResizeP", pointer(partition.resize()));
  }

  private static Map<String, Object> fileSystems(Node node) {
    Map<String, Object> systems = new TreeMap<>();
    node.fileSystems()
        .forEach((device, fs) ->
            systems.put(
                device,
                new Struct("*node.FileSystem")
                    .with("Format", fs.format())
                    .with("Path", fs.path())
                    .with("Label", fs.label())
                    .with("Uuid", fs.uuid())
                    .with("Options", List.copyOf(fs.options()))
                    .with("MountOptions", fs.mountOptions())
                    .method("Id", device)
                    .method("WipeFileSystem", flag(fs.wipeFilesystem()))
                    .method("WipeFileSystemP", pointer(fs.wipeFilesystem()))));
    return systems;
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

  private static Object flag(@Nullable Boolean value) {
    return value != null && value;
  }

  private static Object pointer(@Nullable Boolean value) {
    return value == null ? Nil.NIL : value;
  }
}
