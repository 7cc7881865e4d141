package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.config.YamlEdit;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.ListItems;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;
import picocli.CommandLine.Option;

/** {@code set}. */
abstract class SetCommand extends DefinitionCommand {
  @Option(
      names = {"-a", "--all"},
      description = "All of them.")
  boolean all;

  SetCommand(Kind kind) {
    super(kind);
  }

  @Override
  public Integer call() {
    FieldFlags flags = new FieldFlags(spec().commandLine());
    List<String> wanted = all ? List.of() : given();
    Map<FieldKey, YamlEdit> fields = flags.changes(0);
    List<ListItems> items = flags.items();
    Sections sections = new Sections(kind, flags);
    if (fields.isEmpty() && items.isEmpty() && sections.isEmpty()) {
      throw wrong("nothing to set: give at least one field, such as --image");
    }
    refuseShared(all ? Integer.MAX_VALUE : wanted.size(), fields, true);
    Proposal.Edit edit =
        (file, text, notes) -> {
          Merge merge = new Merge(file);
          NodesEdit changes = new NodesEdit();
          for (Definition definition : existing(file, wanted)) {
            Map<FieldKey, YamlEdit> own = new TreeMap<>(fields);
            own.entrySet().removeIf(e -> definition.says(e.getKey(), e.getValue()));
            for (ListItems item : items) {
              own.put(item.key(), items(item, definition, merge, notes));
            }
            changes.set(kind, definition.name(), own);
            sections.remove(definition, changes, notes);
          }
          return changes.text(file.file(), text);
        };
    String whom = all ? "all " + kind.word() + "s" : many(wanted);
    return change().run(edit, Telling.of(kind, "Change", "set", "Changed", "Already so: " + whom));
  }

  private static YamlEdit items(
      ListItems item, Definition definition, Merge merge, Proposal.Notes notes) {
    Setting setting = definition.settings().get(item.key());
    boolean cleared = setting != null && setting.value() instanceof Value.Cleared;
    List<String> own =
        setting != null && setting.value() instanceof Value.Items(var mine) ? mine : List.of();
    if (cleared && !item.add().isEmpty()) {
      notes.add(
          definition.name(),
          item.key().display() + " was cleared; with items of its own it inherits again");
    }
    ListItems.Outcome outcome = item.apply(own, inherited(item, definition, merge));
    outcome.notes().forEach(note -> notes.add(definition.name(), note));
    if (!outcome.items().isEmpty()) {
      return new YamlEdit.Put(outcome.items());
    }
    return cleared ? YamlEdit.Put.nothing() : new YamlEdit.Remove();
  }

  /** What takes effect without the list of its own; of profiles, those that profiles name. */
  private static List<String> inherited(ListItems item, Definition definition, Merge merge) {
    Field field = item.key().field();
    if (field == Field.PROFILES) {
      List<String> names = new ArrayList<>(definition.profiles());
      names.addAll(item.add());
      names.removeAll(item.delete());
      return List.copyOf(merge.nested(names));
    }
    SortedMap<FieldKey, Traced> fields = merge.inherited(definition);
    Traced traced = fields.get(item.key());
    return traced != null && traced.value() instanceof Value.Items(var items)
        ? Merge.effective(field, items)
        : List.of();
  }
}
