package org.wwj.cli;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;
import tools.jackson.databind.json.JsonMapper;

/** The texts of {@code node list} and {@code profile list}. */
final class Listing {
  private Listing() {}

  /** Nodes in the order Warewulf lists them: by cluster, then by name. */
  static List<Merge.Merged> ordered(List<Merge.Merged> nodes) {
    List<Merge.Merged> sorted = new ArrayList<>(nodes);
    sorted.sort((a, b) -> {
      int order = a.text(Field.CLUSTER_NAME).compareTo(b.text(Field.CLUSTER_NAME));
      return order == 0 ? a.name().compareTo(b.name()) : order;
    });
    return sorted;
  }

  static String simple(List<Merge.Merged> nodes) {
    Table table = new Table("NODE NAME", "PROFILES", "NETWORK");
    for (Merge.Merged node : nodes) {
      table.row(node.name(), String.join(",", node.profiles()), String.join(", ", node.devices()));
    }
    return table.toString();
  }

  static String network(List<Node> nodes) {
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
    return table.toString();
  }

  private static String address(@Nullable Inet4Address address) {
    return address == null ? "" : address.getHostAddress();
  }

  static String ipmi(List<Node> nodes) {
    Table table = new Table("NODE", "IPMI IPADDR", "IPMI PORT", "IPMI USERNAME", "IPMI INTERFACE");
    for (Node node : nodes) {
      Node.Ipmi ipmi = node.ipmi();
      table.row(node.name(), ipmi.ipaddr(), ipmi.port(), ipmi.username(), ipmi.interfaceName());
    }
    return table.toString();
  }

  static String longer(List<Node> nodes) {
    Table table = new Table("NODE NAME", "KERNEL VERSION", "IMAGE", "OVERLAYS (S/R)");
    for (Node node : nodes) {
      table.row(
          node.name(),
          node.kernel().version(),
          node.imageName(),
          String.join(",", node.systemOverlays()) + "/" + String.join(",", node.runtimeOverlays()));
    }
    return table.toString();
  }

  /** Every field with its source; {@code head} is NODE or PROFILE's first column. */
  static String fields(Map<String, SortedMap<FieldKey, Traced>> all, boolean node) {
    Table table =
        node
            ? new Table("NODE", "FIELD", "PROFILE", "VALUE")
            : new Table("PROFILE", "FIELD", "VALUE");
    all.forEach((name, fields) -> {
      for (Traced field : fields.values()) {
        String display = field.key().display();
        String text = text(field.value());
        if (node) {
          table.row(name, display, field.source(), text);
        } else {
          table.row(name, display, text);
        }
      }
    });
    return table.toString();
  }

  static String text(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> String.join(",", items);
      // Go's encoder escapes these three; scripts compare the text.
      case Value.Tree(var tree) ->
          Json.MAPPER
              .writeValueAsString(sorted(tree))
              .replace("&", "\\u0026")
              .replace("<", "\\u003c")
              .replace(">", "\\u003e");
      case Value.Cleared cleared -> "";
    };
  }

  private static Object sorted(Object tree) {
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

  /** Fields as the tree that nodes.conf would hold; lists without their negations. */
  static Map<String, Object> tree(SortedMap<FieldKey, Traced> fields) {
    Map<String, Object> root = new LinkedHashMap<>();
    fields.forEach((key, traced) -> {
      Map<String, Object> here = root;
      List<String> path = key.path();
      for (String step : path.subList(0, path.size() - 1)) {
        here = below(here, step);
      }
      here.put(path.getLast(), value(key, traced.value()));
    });
    return root;
  }

  @SuppressWarnings("unchecked") // only maps of ours are put at inner steps
  private static Map<String, Object> below(Map<String, Object> map, String step) {
    return (Map<String, Object>)
        map.computeIfAbsent(step, key -> new LinkedHashMap<String, Object>());
  }

  private static Object value(FieldKey key, Value value) {
    return switch (value) {
      case Value.Text(var text) when key.field().type() == Field.Type.FLAG ->
          (Object) text.equals("true");
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> Merge.effective(key.field(), items);
      case Value.Tree(var tree) -> sorted(tree);
      case Value.Cleared cleared -> "";
    };
  }

  /** Made when something is printed as JSON: it takes a while. */
  private static final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();
  }
}
