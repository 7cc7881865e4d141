package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  static List<Map<String, @Nullable Object>> all(List<Listed> definitions, boolean node) {
    return definitions.stream().map(definition -> one(definition, node)).toList();
  }

  private static Map<String, @Nullable Object> one(Listed definition, boolean node) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
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
  private static Map<String, @Nullable Object> section(Group group) {
    return group.named() ? new LinkedHashMap<>() : fields(group);
  }

  private static Map<String, @Nullable Object> fields(Group group) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      if (field.group() == group) {
        fields.put(key(field), nothing(field));
      }
    }
    if (group == Group.DISK) {
      fields.put(key(Group.PARTITION), new LinkedHashMap<String, @Nullable Object>());
    }
    return fields;
  }

  private static void put(Map<String, @Nullable Object> object, Traced traced, boolean merged) {
    FieldKey key = traced.key();
    Field field = key.field();
    Map<String, @Nullable Object> place =
        switch (field.group()) {
          case NODE, TOP -> object;
          case PARTITION -> {
            Map<String, @Nullable Object> disk = owner(object, Group.DISK, key.owner());
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

  private static Map<String, @Nullable Object> owner(
      Map<String, @Nullable Object> object, Group group, String name) {
    return below(below(object, key(group)), name, group);
  }

  @SuppressWarnings("unchecked") // only maps of ours stand at these keys
  private static Map<String, @Nullable Object> below(
      Map<String, @Nullable Object> map, String key) {
    return (Map<String, @Nullable Object>)
        map.compute(
            key,
            (k, old) ->
                old instanceof LinkedHashMap ? old : new LinkedHashMap<String, @Nullable Object>());
  }

  @SuppressWarnings("unchecked") // only maps of ours stand at these keys
  private static Map<String, @Nullable Object> below(
      Map<String, @Nullable Object> map, String name, Group group) {
    return (Map<String, @Nullable Object>) map.computeIfAbsent(name, key -> fields(group));
  }

  private static @Nullable Object nothing(Field field) {
    return switch (field.type()) {
      case LIST -> new ArrayList<>();
      case TAGS, TREE -> new LinkedHashMap<String, @Nullable Object>();
      default -> null;
    };
  }

  private static @Nullable Object value(Field field, Value value, boolean merged) {
    return switch (value) {
      case Value.Text(var text) when isFlag(field) -> (Object) Values.isYes(text);
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> merged ? Merge.effective(field, items) : items;
      case Value.Tree(var tree) -> Listing.sorted(tree);
      case Value.Cleared cleared -> null;
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
