package org.wwj.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Yaml;
import org.wwj.config.YamlEdit;
import org.wwj.registry.NodesEdit.Kind;

/**
 * Nodes or profiles from a YAML text, as changes to those that are there: a value sets its field,
 * nothing takes it away, an explicit null ({@code ~}) is written as such and so ends what is
 * inherited; fields that the text does not name stay.
 */
public final class YamlImport {
  private final Kind kind;
  private final SequencedMap<String, Yaml.Entry> definitions;

  private YamlImport(Kind kind, SequencedMap<String, Yaml.Entry> definitions) {
    this.kind = kind;
    this.definitions = definitions;
  }

  /**
   * Reads the text.
   *
   * @throws org.wwj.config.ConfigException naming file and line of every mistake
   */
  public static YamlImport parse(Path file, String text, Kind kind) {
    Yaml.@Nullable Mapping found = NodesFile.definitions(file, text, kind);
    return new YamlImport(kind, found == null ? new LinkedHashMap<>() : found.resolved());
  }

  /** Those it names. */
  public List<String> names() {
    return List.copyOf(definitions.keySet());
  }

  /** Adds its changes. */
  public void into(NodesEdit edit, NodesFile existing) {
    SortedMap<String, Definition> present = kind.of(existing);
    definitions.forEach((name, entry) -> {
      Definition definition = present.get(name);
      YamlEdit.Within changes =
          entry.value().target() instanceof Yaml.Mapping mapping
              ? definition(mapping, definition)
              : new YamlEdit.Within();
      edit.within(kind, name, changes, definition != null);
    });
  }

  private static YamlEdit.Within definition(Yaml.Mapping mapping, @Nullable Definition definition) {
    YamlEdit.Within changes = new YamlEdit.Within();
    mapping
        .resolved()
        .forEach((key, entry) -> {
          Yaml value = entry.value().target();
          if (!(value instanceof Yaml.Mapping inner)) {
            changes.edits().put(key, isSection(key) ? new YamlEdit.Remove() : leaf(value));
          } else if (key.equals(Field.RESOURCES.yaml())) {
            changes.edits().put(key, resources(inner));
          } else {
            changes.edits().put(key, map(inner, names(key, definition)));
          }
        });
    return changes;
  }

  private static boolean isSection(String key) {
    return Field.find(Field.Group.TOP, key)
        .or(() -> Field.find(Field.Group.NODE, key))
        .map(field -> field.type() == Field.Type.TAGS || field.type() == Field.Type.TREE)
        .orElse(true);
  }

  /** The devices, disks or file systems that are there, which an empty map must not empty. */
  private static @Nullable Set<String> names(String key, @Nullable Definition definition) {
    for (Field.Group group : Field.Group.values()) {
      if (group.named() && group.yaml().equals(key)) {
        return definition == null ? Set.of() : definition.names(group);
      }
    }
    return null;
  }

  /** The entries of a map; {@code present} when it holds many by name, those that are there. */
  private static YamlEdit.Within map(Yaml.Mapping mapping, @Nullable Set<String> present) {
    YamlEdit.Within changes = new YamlEdit.Within();
    mapping
        .resolved()
        .forEach((key, entry) -> {
          Yaml value = entry.value().target();
          if (!(value instanceof Yaml.Mapping inner)) {
            // A device that is nothing goes; a field that is an explicit null stays as that.
            boolean section = present != null || key.equals("partitions") || key.equals("tags");
            changes.edits().put(key, section ? new YamlEdit.Remove() : leaf(value));
          } else if (inner.entries().isEmpty() && present != null && !present.contains(key)) {
            changes.edits().put(key, new YamlEdit.Put(Map.of()));
          } else {
            changes.edits().put(key, map(inner, null));
          }
        });
    return changes;
  }

  private static YamlEdit leaf(Yaml value) {
    return switch (value) {
      case Yaml.Text text when text.isExplicitNull() -> YamlEdit.Put.nothing();
      case Yaml.Text text when text.isNull() || text.value().isEmpty() -> new YamlEdit.Remove();
      case Yaml.Text text when Values.isUnset(text.value()) -> new YamlEdit.Remove();
      case Yaml.Text text -> new YamlEdit.Put(text.value());
      case Yaml.Sequence list -> {
        List<String> items = new ArrayList<>();
        list.items().forEach(item -> items.add(String.valueOf(item.plain())));
        yield items.isEmpty() || items.stream().anyMatch(Values::isUnset)
            ? new YamlEdit.Remove()
            : new YamlEdit.Put(items);
      }
      default -> throw new IllegalStateException("line " + value.line() + " was read as valid");
    };
  }

  private static YamlEdit.Within resources(Yaml.Mapping mapping) {
    YamlEdit.Within changes = new YamlEdit.Within();
    mapping
        .resolved()
        .forEach((key, entry) -> {
          Yaml value = entry.value().target();
          boolean nothing = value instanceof Yaml.Text text && text.isNull();
          boolean explicit = value instanceof Yaml.Text text && text.isExplicitNull();
          changes
              .edits()
              .put(
                  key,
                  explicit
                      ? YamlEdit.Put.nothing()
                      : nothing ? new YamlEdit.Remove() : new YamlEdit.Put(tree(value)));
        });
    return changes;
  }

  /** A tree whose scalars keep their quotes, as only these tell a word from a number. */
  private static Object tree(Yaml value) {
    return switch (value.target()) {
      case Yaml.Sequence list -> list.items().stream().map(YamlImport::tree).toList();
      case Yaml.Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.resolved().forEach((key, entry) -> map.put(key, tree(entry.value())));
        yield map;
      }
      case Yaml.Text text -> text;
      case Yaml.Alias alias -> tree(alias.to());
    };
  }
}
