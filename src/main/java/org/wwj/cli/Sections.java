package org.wwj.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.SectionKey;

/** Whole network devices, disks, partitions and file systems that a command takes away or ends. */
final class Sections {
  private final Kind kind;
  private final Map<Field.Group, List<String>> named;
  private final String disk;

  Sections(Kind kind, FieldFlags flags) {
    this(kind, flags.sections(), flags.owner(Field.Group.DISK));
  }

  /** Those of that name; partitions on that disk, or on any when it is empty. */
  Sections(Kind kind, Map<Field.Group, List<String>> named, String disk) {
    this.kind = kind;
    this.named = named;
    this.disk = disk;
  }

  boolean isEmpty() {
    return named.isEmpty();
  }

  /** Takes away what is their own. */
  void remove(Definition definition, NodesEdit edit, Proposal.Notes notes) {
    named.forEach((group, names) -> {
      for (String name : names) {
        List<SectionKey> own =
            sections(group, name, definition.settings().keySet(), definition.ended().keySet())
                .filter(section -> has(definition, section))
                .toList();
        own.forEach(section -> edit.remove(kind, definition.name(), section));
        if (own.isEmpty()) {
          notes.add(definition.name(), "has no " + told(group, name) + " of its own");
        }
      }
    });
  }

  /** Ends what they inherit; where that is nothing, takes away what is their own. */
  void end(Definition definition, Merge merge, NodesEdit edit, Proposal.Notes notes) {
    named.forEach((group, names) -> {
      for (String name : names) {
        Set<FieldKey> inherited = merge.inherited(definition).keySet();
        List<SectionKey> ended =
            sections(group, name, inherited, Set.of())
                .filter(section -> merge.inherits(definition, section))
                .toList();
        ended.forEach(section -> edit.end(kind, definition.name(), section));
        if (ended.isEmpty()) {
          notes.add(definition.name(), "inherits no " + told(group, name));
          sections(group, name, definition.settings().keySet(), definition.ended().keySet())
              .filter(section -> has(definition, section))
              .forEach(section -> edit.remove(kind, definition.name(), section));
        }
      }
    });
  }

  private static boolean has(Definition definition, SectionKey section) {
    return definition.ended().containsKey(section)
        || (section.group() == Field.Group.PARTITION
            ? definition.settings().keySet().stream().anyMatch(section::covers)
            : definition.names(section.group()).contains(section.owner()));
  }

  /** Those of that name: a partition on the disk that is named, else on any that has it. */
  private Stream<SectionKey> sections(
      Field.Group group, String name, Set<FieldKey> said, Set<SectionKey> ended) {
    if (group != Field.Group.PARTITION) {
      return Stream.of(SectionKey.of(group, name));
    }
    Stream<String> disks =
        Stream.concat(
            said.stream()
                .filter(key -> key.field().group() == group && key.part().equals(name))
                .map(FieldKey::owner),
            ended.stream()
                .filter(key -> key.group() == group && key.part().equals(name))
                .map(SectionKey::owner));
    return disks
        .distinct()
        .filter(on -> disk.isEmpty() || on.equals(disk))
        .map(on -> SectionKey.partition(on, name));
  }

  private static String told(Field.Group group, String name) {
    return FieldOptions.one(group).replaceFirst(" \\(.*", "") + " '" + name + "'";
  }
}
