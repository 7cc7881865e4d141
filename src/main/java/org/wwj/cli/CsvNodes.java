package org.wwj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.wwj.config.ConfigException;
import org.wwj.config.Problems;
import org.wwj.config.YamlEdit;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.FieldNames;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Values;

/**
 * Nodes or profiles as a table: the first column names them, each other one is a field by its flag,
 * key or name in {@code list -a}. An empty cell takes the field away, {@code null} clears what is
 * inherited too. A column {@code netname} says which device the columns named by flags mean.
 */
final class CsvNodes {
  private static final String NULL = "null";
  private static final String NETNAME = "netname";

  private final Kind kind;
  private final SequencedMap<String, Map<FieldKey, YamlEdit>> rows;

  private CsvNodes(Kind kind, SequencedMap<String, Map<FieldKey, YamlEdit>> rows) {
    this.kind = kind;
    this.rows = rows;
  }

  /** Whether a text looks like such a table. */
  static boolean looksLike(String text, Kind kind) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    return first.equals(kind.word()) || first.startsWith(kind.word() + ",");
  }

  /**
   * Reads a table.
   *
   * @throws ConfigException naming file and line of every mistake
   */
  static CsvNodes parse(Path file, String text, Kind kind) {
    Problems problems = new Problems(file.toString());
    SequencedMap<String, Map<FieldKey, YamlEdit>> all = new LinkedHashMap<>();
    List<Csv.Row> rows;
    try {
      rows = Csv.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(file + ":" + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      return new CsvNodes(kind, all);
    }
    List<String> head = rows.getFirst().cells().stream().map(String::strip).toList();
    if (!head.getFirst().equals(kind.word())) {
      throw new ConfigException(
          "%s:%d: the first column must be '%s', not '%s'"
              .formatted(file, rows.getFirst().line(), kind.word(), head.getFirst()));
    }
    checkHead(head, rows.getFirst().line(), kind, problems);
    problems.throwIfAny();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      String name = row.cells().getFirst().strip();
      if (row.cells().size() != head.size()) {
        problems.add(row.line(), row.cells().size() + " cells under " + head.size() + " columns");
      } else if (name.isEmpty()) {
        problems.add(row.line(), "no name in the first column");
      } else if (all.put(name, fields(head, row, problems)) != null) {
        problems.add(row.line(), kind.word() + " " + name + " stands twice");
      }
    }
    problems.throwIfAny();
    return new CsvNodes(kind, all);
  }

  private static void checkHead(List<String> head, int line, Kind kind, Problems problems) {
    for (String column : head.subList(1, head.size())) {
      if (column.equals(NETNAME)) {
        continue;
      }
      try {
        FieldKey key = FieldNames.find(column, "default");
        boolean tree = key.field().type() == Field.Type.TREE;
        if (tree || (kind == Kind.PROFILE && key.field().group() == Field.Group.NODE)) {
          problems.add(line, "'" + column + "' cannot be given in a table of " + kind.word() + "s");
        }
      } catch (IllegalArgumentException e) {
        problems.add(line, String.valueOf(e.getMessage()));
      }
    }
  }

  private static Map<FieldKey, YamlEdit> fields(List<String> head, Csv.Row row, Problems problems) {
    int netname = head.indexOf(NETNAME);
    String device = netname < 0 ? "" : row.cells().get(netname).strip();
    Map<FieldKey, YamlEdit> fields = new TreeMap<>();
    for (int i = 1; i < head.size(); i++) {
      if (i == netname) {
        continue;
      }
      String cell = row.cells().get(i).strip();
      FieldKey key = FieldNames.find(head.get(i), device.isEmpty() ? "default" : device);
      try {
        fields.put(key, edit(key.field(), cell));
      } catch (IllegalArgumentException e) {
        problems.add(row.line(), head.get(i) + ": " + e.getMessage());
      }
    }
    return fields;
  }

  private static YamlEdit edit(Field field, String cell) {
    if (cell.isEmpty() || Values.isUnset(cell)) {
      return new YamlEdit.Remove();
    }
    if (cell.equals(NULL)) {
      return YamlEdit.Put.nothing();
    }
    return new YamlEdit.Put(
        field.type() == Field.Type.LIST ? FieldFlags.csv(cell) : Values.check(field.type(), cell));
  }

  /** Those it names. */
  List<String> names() {
    return List.copyOf(rows.keySet());
  }

  /** Adds its changes. */
  void into(NodesEdit edit, NodesFile existing) {
    rows.forEach((name, fields) -> {
      Definition definition = kind.of(existing).get(name);
      if (definition == null) {
        edit.add(kind, name, fields);
      } else {
        Map<FieldKey, YamlEdit> changes = new TreeMap<>(fields);
        changes.entrySet().removeIf(e -> definition.says(e.getKey(), e.getValue()));
        edit.set(kind, name, changes);
      }
    });
  }

  /** The table of some definitions, as {@link #parse} takes it; resources have no cell. */
  static String write(List<Definition> definitions, Kind kind) {
    SortedSet<FieldKey> keys = new TreeSet<>();
    definitions.forEach(definition -> keys.addAll(definition.settings().keySet()));
    keys.removeIf(key -> key.field().type() == Field.Type.TREE);
    List<String> head = new ArrayList<>(List.of(kind.word()));
    keys.forEach(key -> head.add(column(key)));
    StringBuilder out = new StringBuilder(Csv.line(head));
    for (Definition definition : definitions) {
      List<String> cells = new ArrayList<>(List.of(definition.name()));
      SortedMap<FieldKey, Setting> settings = definition.settings();
      for (FieldKey key : keys) {
        Setting setting = settings.get(key);
        cells.add(setting == null ? "" : cell(setting.value()));
      }
      out.append(Csv.line(cells));
    }
    return out.toString();
  }

  private static String column(FieldKey key) {
    Field field = key.field();
    String flag = field.longFlag();
    boolean plain =
        field.group() == Field.Group.NETDEV
            ? key.owner().equals("default")
            : !field.group().named();
    return plain && !flag.isEmpty() && field.type() != Field.Type.TAGS
        ? flag.substring(2)
        : key.display();
  }

  private static String cell(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Items(var items) ->
          String.join(
              ",", items.stream().map(i -> i.indexOf(',') < 0 ? i : "\"" + i + "\"").toList());
      case Value.Cleared cleared -> NULL;
      case Value.Tree tree -> "";
    };
  }
}
