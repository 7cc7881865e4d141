package org.wwj.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.wwj.config.Changes;
import org.wwj.config.DraftEntry;
import org.wwj.config.DraftMap;
import org.wwj.config.Spelling;
import org.wwj.registry.Field.Group;

/**
 * Goes through a node or profile along the table of {@link Field}: texts become lists and lists
 * texts where the table wants them, and what it does not know becomes a comment.
 */
final class FieldCheck {
  private static final List<Group> SECTIONS =
      List.of(Group.KERNEL, Group.IPMI, Group.NETDEV, Group.DISK, Group.FILESYSTEM);

  private final Changes changes;

  FieldCheck(Changes changes) {
    this.changes = changes;
  }

  void definition(DraftMap definition, boolean node) {
    List<Field> fields = new ArrayList<>(Field.of(Group.TOP));
    if (node) {
      fields.addAll(Field.of(Group.NODE));
    }
    for (DraftEntry entry : definition.entries()) {
      Optional<Group> section =
          SECTIONS.stream().filter(group -> group.yaml().equals(entry.key())).findFirst();
      if (section.isPresent()) {
        section(section.get(), entry);
      } else {
        field(fields, entry);
      }
    }
  }

  private void section(Group group, DraftEntry section) {
    if (!isMap(section)) {
      return;
    }
    for (DraftEntry entry : section.map().map(DraftMap::entries).orElse(List.of())) {
      if (!group.named()) {
        field(Field.of(group), entry);
      } else if (isMap(entry)) {
        named(group, entry);
      }
    }
  }

  private void named(Group group, DraftEntry owner) {
    for (DraftEntry entry : owner.map().map(DraftMap::entries).orElse(List.of())) {
      if (group == Group.DISK && entry.key().equals(Group.PARTITION.yaml())) {
        section(Group.PARTITION, entry);
      } else {
        field(Field.of(group), entry);
      }
    }
  }

  private void field(List<Field> known, DraftEntry entry) {
    Optional<Field> field =
        known.stream().filter(one -> one.yaml().equals(entry.key())).findFirst();
    if (field.isEmpty()) {
      List<String> names = known.stream().map(Field::yaml).toList();
      changes.lost(
          entry,
          "unknown keys",
          "unknown key '" + entry.key() + "'" + Spelling.hint(entry.key(), names));
    } else if (!entry.isEmpty()) {
      value(field.get(), entry);
    }
  }

  private void value(Field field, DraftEntry entry) {
    switch (field.type()) {
      case LIST -> list(field, entry);
      case TAGS -> {
        if (isMap(entry)) {
          entry.map().map(DraftMap::entries).orElse(List.of()).stream()
              .filter(tag -> tag.text().isEmpty())
              .forEach(tag -> wrong(tag, "tag '" + tag.key() + "' takes one word"));
        }
      }
      case TREE -> isMap(entry);
      default -> word(field, entry);
    }
  }

  private void list(Field field, DraftEntry entry) {
    Optional<String> text = entry.text();
    if (text.isPresent()) {
      if (!Values.isUnset(text.get())) {
        boolean args = field == Field.KERNEL_ARGS;
        entry.set(
            Arrays.stream(text.get().split(args ? "\\s+" : ","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList());
        changes.carried(entry.line(), field.yaml() + " as a list");
      }
    } else if (entry.list().isEmpty()) {
      wrong(entry, "'" + entry.key() + "' takes a list of words");
    }
  }

  private void word(Field field, DraftEntry entry) {
    Optional<List<String>> list = entry.list();
    Optional<String> text = entry.text();
    if (field == Field.FS_MOUNT_OPTIONS && list.isPresent()) {
      entry.set(String.join(" ", list.get()));
      changes.carried(entry.line(), "mount_options as one text");
    } else if (text.isEmpty()) {
      wrong(entry, "'" + entry.key() + "' takes one word, not a list or a map");
    } else if (!Values.isUnset(text.get())) {
      try {
        Values.check(field.type(), text.get());
      } catch (IllegalArgumentException e) {
        changes.lost(entry, "values that cannot be", String.valueOf(e.getMessage()));
      }
    }
  }

  /** Whether it is a map, or nothing; if not, it becomes a comment. */
  private boolean isMap(DraftEntry entry) {
    boolean good = entry.map().isPresent() || entry.isEmpty();
    if (!good) {
      wrong(entry, "'" + entry.key() + "' takes a map");
    }
    return good;
  }

  private void wrong(DraftEntry entry, String why) {
    changes.lost(entry, "values of the wrong kind", why);
  }
}
