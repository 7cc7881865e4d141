package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wwj.config.YamlEdit;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code unset}. */
abstract class UnsetCommand extends DefinitionCommand {
  @Option(
      names = {"-a", "--all"},
      description = "All of them.")
  boolean all;

  @Option(
      names = "--inherited",
      description = {
        "Also what is inherited: writes an explicit null (KEY: ~), which ends the inheritance of"
            + " that field, or of that whole device, disk, partition or file system."
      })
  boolean inherited;

  UnsetCommand(Kind kind) {
    super(kind);
  }

  @Override
  public Integer call() {
    FieldFlags flags = new FieldFlags(spec().commandLine());
    List<String> wanted = all ? List.of() : given();
    List<FieldKey> fields = flags.named();
    Sections sections = sections(flags, fields);
    if (fields.isEmpty() && sections.isEmpty()) {
      throw wrong("nothing to unset: name at least one field, such as --image");
    }
    Proposal.Edit edit =
        (file, text, notes) -> {
          Merge merge = new Merge(file);
          NodesEdit changes = new NodesEdit();
          for (Definition definition : existing(file, wanted)) {
            Map<FieldKey, YamlEdit> own = new TreeMap<>();
            fields.forEach(key -> own.put(key, edit(key, definition, merge, notes)));
            changes.set(kind, definition.name(), own);
            if (inherited) {
              sections.end(definition, merge, changes, notes);
            } else {
              sections.remove(definition, changes, notes);
            }
          }
          return changes.text(file.file(), text);
        };
    String whom = all ? "all " + kind.word() + "s" : many(wanted);
    return change()
        .run(edit, Telling.of(kind, "Change", "unset", "Changed", "Already so: " + whom));
  }

  private YamlEdit edit(FieldKey key, Definition definition, Merge merge, Proposal.Notes notes) {
    if (inherited && merge.inherited(definition).containsKey(key)) {
      return YamlEdit.Put.nothing();
    }
    if (inherited) {
      notes.add(definition.name(), "inherits no " + key.display());
    } else if (!definition.settings().containsKey(key)) {
      boolean has = merge.inherited(definition).containsKey(key);
      notes.add(
          definition.name(),
          has
              ? key.display() + " is inherited; --inherited clears it"
              : "has no " + key.display() + " of its own");
    }
    return new YamlEdit.Remove();
  }

  /** A name without a field of its section means the section, as with Warewulf. */
  private Sections sections(FieldFlags flags, List<FieldKey> fields) {
    Map<Field.Group, List<String>> named = new TreeMap<>(flags.sections());
    ParseResult parsed = spec().commandLine().getParseResult();
    FieldOptions.OWNER.forEach((group, flag) -> {
      boolean used =
          fields.stream()
              .anyMatch(key ->
                  key.field().group() == group
                      || (group == Field.Group.DISK
                          && key.field().group() == Field.Group.PARTITION));
      boolean scope =
          group == Field.Group.DISK
              && (parsed.hasMatchedOption("--partname") || parsed.hasMatchedOption("--part"));
      if (parsed.hasMatchedOption(flag) && !used && !scope) {
        List<String> names = new ArrayList<>(named.getOrDefault(group, List.of()));
        names.add(flags.owner(group));
        named.put(group, names);
      }
    });
    return new Sections(kind, named, flags.owner(Field.Group.DISK));
  }
}
