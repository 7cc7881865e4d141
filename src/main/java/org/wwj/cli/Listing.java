package org.wwj.cli;

import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;

/** The tables of {@code node list} and {@code profile list} (warewulf.md §1.1). */
final class Listing {
  private Listing() {}

  static Table simple(List<Merge.Merged> nodes) {
    Table table = new Table("NODE NAME", "PROFILES", "NETWORK");
    for (Merge.Merged node : nodes) {
      table.row(node.name(), String.join(",", node.profiles()), String.join(", ", node.devices()));
    }
    return table;
  }

  /**
   * Everything that tells one node from another at a glance; addresses of the device it boots by.
   */
  static Table wide(List<Node> nodes) {
    Table table =
        new Table(
            "NODE NAME",
            "PROFILES",
            "NETWORK",
            "CLUSTER",
            "IMAGE",
            "KERNEL VERSION",
            "ROOT",
            "HWADDR",
            "IPADDR",
            "IPMI IPADDR",
            "COMMENT");
    for (Node node : nodes) {
      Optional<NetDevice> device = node.primaryDevice();
      table.row(
          node.name(),
          profiles(node),
          networks(node),
          node.clusterName(),
          node.imageName(),
          node.kernel().version(),
          node.root(),
          device.map(NetDevice::hwaddr).orElse(""),
          device.map(NetDevice::ipaddr).map(Listing::address).orElse(""),
          node.ipmi().ipaddr(),
          node.comment());
    }
    return table;
  }

  private static String profiles(Node node) {
    return String.join(",", node.profiles());
  }

  private static String networks(Node node) {
    return String.join(", ", node.networkDevices().keySet());
  }

  static Table network(List<Node> nodes) {
    Table table = new Table("NODE", "NETWORK", "HWADDR", "IPADDR", "GATEWAY", "DEVICE");
    for (Node node : nodes) {
      if (node.networkDevices().isEmpty()) {
        table.row(node.name(), "", "", "", "", "");
      }
      for (NetDevice device : node.networkDevices().values()) {
        table.row(
            node.name(),
            device.name(),
            device.hwaddr(),
            address(device.ipaddr()),
            address(device.gateway()),
            device.device());
      }
    }
    return table;
  }

  private static String address(@Nullable Inet4Address address) {
    return address == null ? "" : address.getHostAddress();
  }

  static Table ipmi(List<Node> nodes) {
    Table table = new Table("NODE", "IPMI IPADDR", "IPMI PORT", "IPMI USERNAME", "IPMI INTERFACE");
    for (Node node : nodes) {
      Node.Ipmi ipmi = node.ipmi();
      table.row(node.name(), ipmi.ipaddr(), ipmi.port(), ipmi.username(), ipmi.interfaceName());
    }
    return table;
  }

  static Table longer(List<Node> nodes) {
    Table table = new Table("NODE NAME", "KERNEL VERSION", "IMAGE", "OVERLAYS (S/R)");
    for (Node node : nodes) {
      table.row(
          node.name(),
          node.kernel().version(),
          node.imageName(),
          String.join(",", node.systemOverlays()) + "/" + String.join(",", node.runtimeOverlays()));
    }
    return table;
  }

  /** Every field of nodes that is set, and whose it is. */
  static Table nodeFields(List<Listed> nodes) {
    Table table = new Table("NODE", "FIELD", "PROFILE", "VALUE");
    for (Listed node : nodes) {
      for (Traced field : node.fields().values()) {
        table.row(node.name(), field.key().display(), field.source(), text(field.value()));
      }
    }
    return table;
  }

  /** Every field that profiles set. */
  static Table profileFields(List<Listed> profiles) {
    Table table = new Table("PROFILE", "FIELD", "VALUE");
    for (Listed profile : profiles) {
      for (Traced field : profile.fields().values()) {
        table.row(profile.name(), field.key().display(), text(field.value()));
      }
    }
    return table;
  }

  static Table profiles(List<Definition> profiles) {
    Table table = new Table("PROFILE NAME", "COMMENT/DESCRIPTION");
    profiles.forEach(profile -> table.row(profile.name(), profile.comment()));
    return table;
  }

  /**
   * The same with more columns.
   *
   * @param users who names a profile in its list, as a host list
   */
  static Table wideProfiles(List<Definition> profiles, Function<String, String> users) {
    Table table =
        new Table("PROFILE NAME", "COMMENT/DESCRIPTION", "PROFILES", "IMAGE", "ROOT", "NODES");
    for (Definition profile : profiles) {
      table.row(
          profile.name(),
          profile.comment(),
          String.join(",", profile.profiles()),
          written(profile, Field.IMAGE_NAME),
          written(profile, Field.ROOT),
          users.apply(profile.name()));
    }
    return table;
  }

  private static String written(Definition profile, Field field) {
    Setting setting = profile.settings().get(FieldKey.of(field));
    return setting == null ? "" : text(setting.value());
  }

  /** A value in a cell: lists joined by commas with their negations, resources as JSON. */
  static String text(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> String.join(",", items);
      case Value.Tree(var tree) -> Printed.word(sorted(tree));
      case Value.Cleared cleared -> "";
    };
  }

  /** A resource with the keys of its maps in order, as Go prints maps. */
  static Object sorted(Object tree) {
    return switch (tree) {
      case List<?> list -> list.stream().map(Listing::sorted).toList();
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), sorted(value)));
        yield sorted;
      }
      default -> tree;
    };
  }
}
