package org.wwj.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.wwj.registry.Field;
import org.wwj.registry.Field.Group;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;

/**
 * Definitions as nodes.conf holds them, keyed by name: what {@code list -y} and {@code -j} show. As
 * in Go, the keys of a struct stand in its order and those of a map are sorted.
 */
final class FieldTree {
  private static final Set<String> MAPS =
      Set.of(
          Group.NETDEV.yaml(),
          Group.DISK.yaml(),
          Group.PARTITION.yaml(),
          Group.FILESYSTEM.yaml(),
          Field.TAGS.yaml(),
          Field.RESOURCES.yaml());

  private final Comparator<String> order;

  /** Trees whose maps are sorted so. */
  FieldTree(Comparator<String> order) {
    this.order = order;
  }

  /** The order in which Go's JSON encoder writes the keys of a map. */
  static Comparator<String> byLetters() {
    return Comparator.naturalOrder();
  }

  /** The order of its YAML encoder: {@code n2} before {@code n10}. */
  static Comparator<String> byNumbers() {
    return new GoKeyOrder();
  }

  Map<String, Object> all(List<Listed> definitions) {
    Map<String, Object> all = new TreeMap<>(order);
    definitions.forEach(definition -> all.put(definition.name(), one(definition)));
    return all;
  }

  private Map<String, Object> one(Listed definition) {
    SortedSet<FieldKey> keys = new TreeSet<>(definition.fields().keySet());
    // Devices and disks that say nothing are there all the same.
    definition.devices().forEach(name -> keys.add(FieldKey.of(Field.NET_TYPE, name)));
    definition.disks().forEach(name -> keys.add(FieldKey.of(Field.DISK_WIPE_TABLE, name)));
    Map<String, Object> root = new LinkedHashMap<>();
    for (FieldKey key : keys) {
      List<String> path = key.path();
      Map<String, Object> here = root;
      for (String step : path.subList(0, path.size() - 1)) {
        here = below(here, step);
      }
      Traced field = definition.fields().get(key);
      if (field != null) {
        here.put(path.getLast(), plain(key, field.value(), definition.merged()));
      }
    }
    return root;
  }

  @SuppressWarnings("unchecked") // only maps of ours are put at inner steps
  private Map<String, Object> below(Map<String, Object> map, String step) {
    boolean struct = map instanceof LinkedHashMap;
    return (Map<String, Object>)
        map.computeIfAbsent(
            step,
            key ->
                struct && MAPS.contains(key)
                    ? new TreeMap<String, Object>(order)
                    : new LinkedHashMap<String, Object>());
  }

  private static Object plain(FieldKey key, Value value, boolean merged) {
    return switch (value) {
      case Value.Text(var text) when key.field().type() == Field.Type.FLAG ->
          (Object) text.equals("true");
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> merged ? Merge.effective(key.field(), items) : items;
      case Value.Tree(var tree) -> Listing.sorted(tree);
      case Value.Cleared cleared -> "";
    };
  }
}
