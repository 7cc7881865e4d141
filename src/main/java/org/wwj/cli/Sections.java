package org.wwj.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;

/** Whole network devices, disks, partitions and file systems that a command takes away. */
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

  void remove(Definition definition, NodesEdit edit, Proposal.Notes notes) {
    named.forEach((group, names) -> {
      for (String name : names) {
        boolean found =
            group == Field.Group.PARTITION
                ? partition(definition, name, edit)
                : definition.names(group).contains(name);
        if (!found) {
          notes.add(
              definition.name(),
              "has no "
                  + FieldOptions.one(group).replaceFirst(" \\(.*", "")
                  + " '"
                  + name
                  + "' of its own");
        } else if (group != Field.Group.PARTITION) {
          edit.remove(kind, definition.name(), group, name);
        }
      }
    });
  }

  private boolean partition(Definition definition, String part, NodesEdit edit) {
    Set<String> disks = new LinkedHashSet<>();
    for (FieldKey key : definition.settings().keySet()) {
      if (key.field().group() == Field.Group.PARTITION
          && key.part().equals(part)
          && (disk.isEmpty() || key.owner().equals(disk))) {
        disks.add(key.owner());
      }
    }
    disks.forEach(on -> edit.removePartition(kind, definition.name(), on, part));
    return !disks.isEmpty();
  }
}
