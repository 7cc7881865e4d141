package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.registry.Field;
import org.wwj.registry.Field.Group;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;
import org.wwj.registry.Values;

/**
 * Definitions as the objects of {@code -o json} and {@code -o yaml}: every key of {@link Field}'s
 * table is always there, so that a script need not ask whether it is.
 */
final class ObjectShape {
  private ObjectShape() {}

  /** A list with one object each. */
  static List<Map<String, Object>> all(List<Listed> definitions, boolean node) {
    return definitions.stream().map(definition -> one(definition, node)).toList();
  }

  private static Map<String, Object> one(Listed definition, boolean node) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", definition.name());
    for (Field field : Field.values()) {
      switch (field.group()) {
        case NODE -> {
          if (node) {
            object.put(key(field), nothing(field));
          }
        }
        case TOP -> object.put(key(field), nothing(field));
        case PARTITION -> {}
        default -> object.computeIfAbsent(key(field.group()), key -> section(field.group()));
      }
    }
    definition.devices().forEach(name -> owner(object, Group.NETDEV, name));
    definition.disks().forEach(name -> owner(object, Group.DISK, name));
    for (Traced traced : definition.fields().values()) {
      put(object, traced, definition.merged());
    }
    if (!definition.primary().isEmpty()) {
      object.put(key(Field.PRIMARY_NETWORK), definition.primary());
    }
    return object;
  }

  /** {@code kernel} with its fields; {@code network_devices} without devices yet. */
  private static Map<String, Object> section(Group group) {
    return group.named() ? new LinkedHashMap<>() : fields(group);
  }

  private static Map<String, Object> fields(Group group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      if (field.group() == group) {
        fields.put(key(field), nothing(field));
      }
    }
    if (group == Group.DISK) {
      fields.put(key(Group.PARTITION), new LinkedHashMap<String, Object>());
    }
    return fields;
  }

  private static void put(Map<String, Object> object, Traced traced, boolean merged) {
    FieldKey key = traced.key();
    Field field = key.field();
    Map<String, Object> place =
        switch (field.group()) {
          case NODE, TOP -> object;
          case PARTITION -> {
            Map<String, Object> disk = owner(object, Group.DISK, key.owner());
            yield below(below(disk, key(Group.PARTITION)), key.part(), Group.PARTITION);
          }
          default ->
              field.group().named()
                  ? owner(object, field.group(), key.owner())
                  : below(object, key(field.group()));
        };
    if (key.tag().isEmpty()) {
      place.put(key(field), value(field, traced.value(), merged));
    } else {
      below(place, key(field)).put(key.tag(), value(field, traced.value(), merged));
    }
  }

  private static Map<String, Object> owner(Map<String, Object> object, Group group, String name) {
    return below(below(object, key(group)), name, group);
  }

  @SuppressWarnings("unchecked") // only maps of ours stand at these keys
  private static Map<String, Object> below(Map<String, Object> map, String key) {
    return (Map<String, Object>)
        map.compute(
            key,
            (k, old) -> old instanceof LinkedHashMap ? old : new LinkedHashMap<String, Object>());
  }

  @SuppressWarnings("unchecked") // only maps of ours stand at these keys
  private static Map<String, Object> below(Map<String, Object> map, String name, Group group) {
    return (Map<String, Object>) map.computeIfAbsent(name, key -> fields(group));
  }

  private static Object nothing(Field field) {
    return switch (field.type()) {
      case LIST -> new ArrayList<>();
      case TAGS, TREE -> new LinkedHashMap<String, Object>();
      default -> Printed.Nothing.NULL;
    };
  }

  private static Object value(Field field, Value value, boolean merged) {
    return switch (value) {
      case Value.Text(var text) when isFlag(field) -> (Object) Values.isYes(text);
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> merged ? Merge.effective(field, items) : items;
      case Value.Tree(var tree) -> Listing.sorted(tree);
      case Value.Cleared cleared -> Printed.Nothing.NULL;
    };
  }

  private static boolean isFlag(Field field) {
    return field.type() == Field.Type.FLAG || field.type() == Field.Type.WORD;
  }

  private static String key(Field field) {
    return field.yaml().replace(' ', '_');
  }

  private static String key(Group group) {
    return group.yaml().replace(' ', '_');
  }
}
