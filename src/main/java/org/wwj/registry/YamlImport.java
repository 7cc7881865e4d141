package org.wwj.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Yaml;
import org.wwj.config.YamlEdit;
import org.wwj.registry.Field.Group;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.Setting.Value;

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
    definitions.forEach((name, entry) -> {
      Definition definition = kind.of(existing).get(name);
      if (definition == null) {
        edit.add(kind, name, Map.of());
      }
      if (entry.value().target() instanceof Yaml.Mapping mapping) {
        new One(edit, name, definition).top(mapping);
      }
    });
  }

  /** The changes to one of them. */
  private final class One {
    private final NodesEdit edit;
    private final String name;
    private final @Nullable Definition definition;

    One(NodesEdit edit, String name, @Nullable Definition definition) {
      this.edit = edit;
      this.name = name;
      this.definition = definition;
    }

    void top(Yaml.Mapping mapping) {
      mapping
          .resolved()
          .forEach((key, entry) -> {
            Yaml value = entry.value().target();
            Optional<Field> field =
                Field.find(Group.TOP, key).or(() -> Field.find(Group.NODE, key));
            if (field.isPresent()) {
              field(field.get(), value, "", "");
            } else if (value instanceof Yaml.Mapping inner) {
              group(Group.of(key), inner);
            } else {
              edit.at(kind, name, List.of(key), new YamlEdit.Remove());
            }
          });
    }

    private void group(Group group, Yaml.Mapping mapping) {
      if (!group.named()) {
        fields(group, mapping, "", "");
        return;
      }
      mapping
          .resolved()
          .forEach((owner, entry) -> {
            if (ends(SectionKey.of(group, owner), entry.value().target())) {
              return;
            }
            if (!(entry.value().target() instanceof Yaml.Mapping inner)) {
              edit.remove(kind, name, SectionKey.of(group, owner));
            } else if (!inner.entries().isEmpty()) {
              fields(group, inner, owner, "");
            } else if (definition == null || !definition.names(group).contains(owner)) {
              edit.at(kind, name, List.of(group.yaml(), owner), new YamlEdit.Put(Map.of()));
            }
          });
    }

    private void fields(Group group, Yaml.Mapping mapping, String owner, String part) {
      mapping
          .resolved()
          .forEach((key, entry) -> {
            Yaml value = entry.value().target();
            if (group == Group.DISK && key.equals("partitions")) {
              partitions(owner, value);
            } else {
              Field.find(group, key).ifPresent(field -> field(field, value, owner, part));
            }
          });
    }

    private void partitions(String disk, Yaml value) {
      if (!(value instanceof Yaml.Mapping mapping)) {
        edit.at(kind, name, List.of(Group.DISK.yaml(), disk, "partitions"), new YamlEdit.Remove());
        return;
      }
      mapping
          .resolved()
          .forEach((part, entry) -> {
            if (ends(SectionKey.partition(disk, part), entry.value().target())) {
              return;
            }
            if (entry.value().target() instanceof Yaml.Mapping inner) {
              fields(Group.PARTITION, inner, disk, part);
            } else {
              edit.remove(kind, name, SectionKey.partition(disk, part));
            }
          });
    }

    private boolean ends(SectionKey section, Yaml value) {
      boolean nothing = value instanceof Yaml.Text text && text.isExplicitNull();
      if (nothing && (definition == null || !definition.ended().containsKey(section))) {
        edit.end(kind, name, section);
      }
      return nothing;
    }

    private void field(Field field, Yaml value, String owner, String part) {
      if (field.type() != Field.Type.TAGS && field.type() != Field.Type.TREE) {
        put(new FieldKey(field, owner, part, ""), leaf(value));
      } else if (value instanceof Yaml.Mapping mapping) {
        mapping
            .resolved()
            .forEach((tag, entry) -> {
              FieldKey key = FieldKey.tag(field, owner, tag);
              Yaml inner = entry.value().target();
              if (field.type() == Field.Type.TREE) {
                resource(key, inner);
              } else {
                put(key, leaf(inner));
              }
            });
      } else {
        List<String> path = FieldKey.tag(field, owner, "").path();
        edit.at(kind, name, path.subList(0, path.size() - 1), new YamlEdit.Remove());
      }
    }

    private void put(FieldKey key, YamlEdit change) {
      if (definition == null || !definition.says(key, change)) {
        edit.set(kind, name, Map.of(key, change));
      }
    }

    private void resource(FieldKey key, Yaml value) {
      Setting setting = definition == null ? null : definition.settings().get(key);
      if (setting == null || !setting.value().equals(new Value.Tree(Resource.of(value)))) {
        boolean nothing = value instanceof Yaml.Text text && text.isNull();
        put(key, nothing ? leaf(value) : new YamlEdit.Put(tree(value)));
      }
    }
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
