package org.wwj.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Problems;
import org.wwj.config.Spelling;
import org.wwj.config.Yaml;
import org.wwj.registry.Field.Group;
import org.wwj.registry.Setting.Value;

/** Walks the document of nodes.conf along the table of {@link Field}. */
final class NodesReader {
  /** What Warewulf before 4.6 wrote. */
  private static final Set<String> OLD =
      Set.of(
          "container name",
          "kernel version",
          "kernel override",
          "kernel args",
          "override",
          "ipmi username",
          "ipmi password",
          "ipmi ipaddr",
          "ipmi gateway",
          "ipmi netmask",
          "ipmi port",
          "ipmi interface",
          "ipmi escapechar",
          "ipmi write",
          "keys",
          "tagsdel",
          "disabled",
          "default",
          "primary",
          "ip6addr",
          "prefix",
          "ipcidr");

  private static final SortedSet<String> NONE = Collections.emptySortedSet();
  private static final SequencedMap<String, Group> SECTIONS = sections();

  private final Path file;
  private final Problems problems;
  private SortedMap<FieldKey, Setting> settings = new TreeMap<>();
  private SortedSet<String> devices = NONE;
  private SortedSet<String> disks = NONE;
  private SortedMap<SectionKey, Integer> ended = Collections.emptySortedMap();

  NodesReader(Path file) {
    this.file = file;
    this.problems = new Problems(file.toString());
  }

  private static SequencedMap<String, Group> sections() {
    SequencedMap<String, Group> sections = new LinkedHashMap<>();
    for (Group group :
        List.of(Group.KERNEL, Group.IPMI, Group.NETDEV, Group.DISK, Group.FILESYSTEM)) {
      sections.put(group.yaml(), group);
    }
    return sections;
  }

  NodesFile read(@Nullable Yaml document) {
    SortedMap<String, Definition> profiles = Collections.emptySortedMap();
    SortedMap<String, Definition> nodes = Collections.emptySortedMap();
    for (Yaml.Entry entry : entries("nodes.conf", document)) {
      switch (entry.key().value()) {
        case "nodeprofiles" -> profiles = definitions(entry, false);
        case "nodes" -> nodes = definitions(entry, true);
        case "WW_INTERNAL" -> {}
        default -> unknown(entry, "", List.of("nodeprofiles", "nodes"));
      }
    }
    problems.throwIfAny();
    return new NodesFile(file, profiles, nodes);
  }

  private SortedMap<String, Definition> definitions(Yaml.Entry section, boolean node) {
    SortedMap<String, Definition> all = new TreeMap<>();
    for (Yaml.Entry entry : entries(section.key().value(), section.value())) {
      settings = new TreeMap<>();
      devices = NONE;
      disks = NONE;
      ended = Collections.emptySortedMap();
      top(entry, node);
      all.put(
          entry.key().value(),
          new Definition(
              entry.key().value(),
              entry.key().line(),
              Collections.unmodifiableSortedMap(settings),
              devices,
              disks,
              ended));
    }
    return Collections.unmodifiableSortedMap(all);
  }

  private void top(Yaml.Entry definition, boolean node) {
    for (Yaml.Entry entry : entries(definition.key().value(), definition.value())) {
      String key = entry.key().value();
      @Nullable Field field = Field.named(Group.TOP, key);
      if (field == null && node) {
        field = Field.named(Group.NODE, key);
      }
      Group group = SECTIONS.get(key);
      if (field != null) {
        field(field, entry, "", "");
      } else if (group != null) {
        group(group, entry);
      } else {
        unknown(entry, "", known(node));
      }
    }
  }

  private static List<String> known(boolean node) {
    List<String> known = new ArrayList<>();
    Field.of(Group.TOP).forEach(field -> known.add(field.yaml()));
    if (node) {
      Field.of(Group.NODE).forEach(field -> known.add(field.yaml()));
    }
    known.addAll(SECTIONS.keySet());
    return known;
  }

  private void group(Group group, Yaml.Entry section) {
    if (!group.named()) {
      fields(group, section, "", "");
      return;
    }
    for (Yaml.Entry entry : entries(group.yaml(), section.value())) {
      String owner = entry.key().value();
      if (ends(SectionKey.of(group, owner), entry)) {
        continue;
      }
      switch (group) {
        case NETDEV -> devices = with(devices, owner);
        case DISK -> disks = with(disks, owner);
        default -> {}
      }
      fields(group, entry, owner, "");
    }
  }

  /** Takes down a whole section that is explicitly nothing. */
  private boolean ends(SectionKey section, Yaml.Entry entry) {
    boolean nothing = entry.value().target() instanceof Yaml.Text text && text.isExplicitNull();
    if (nothing) {
      SortedMap<SectionKey, Integer> more = new TreeMap<>(ended);
      more.put(section, entry.key().line());
      ended = Collections.unmodifiableSortedMap(more);
    }
    return nothing;
  }

  private static SortedSet<String> with(SortedSet<String> names, String name) {
    SortedSet<String> more = new TreeSet<>(names);
    more.add(name);
    return Collections.unmodifiableSortedSet(more);
  }

  private void fields(Group group, Yaml.Entry section, String owner, String part) {
    for (Yaml.Entry entry : entries(section.key().value(), section.value())) {
      String key = entry.key().value();
      if (group == Group.DISK && key.equals("partitions")) {
        for (Yaml.Entry partition : entries(key, entry.value())) {
          String name = partition.key().value();
          if (!ends(SectionKey.partition(owner, name), partition)) {
            fields(Group.PARTITION, partition, owner, name);
          }
        }
        continue;
      }
      @Nullable Field field = Field.named(group, key);
      if (field != null) {
        field(field, entry, owner, part);
      } else {
        unknown(
            entry,
            " in '" + section.key().value() + "'",
            Field.of(group).stream().map(Field::yaml).toList());
      }
    }
  }

  private void field(Field field, Yaml.Entry entry, String owner, String part) {
    Yaml value = entry.value();
    int line = entry.key().line();
    FieldKey key = new FieldKey(field, owner, part, "");
    if (value.target() instanceof Yaml.Text text && isCleared(field, text)) {
      if (!text.value().isEmpty()
          && field.type() != Field.Type.TAGS
          && field.type() != Field.Type.TREE) {
        settings.put(key, new Setting(new Value.Cleared(), line));
      }
      return;
    }
    switch (field.type()) {
      case LIST -> {
        List<String> items = list(entry);
        if (items.contains("UNSET") || items.contains("UNDEF")) {
          settings.put(key, new Setting(new Value.Cleared(), line));
        } else if (!items.isEmpty()) {
          settings.put(key, new Setting(new Value.Items(items), line));
        }
      }
      case TAGS, TREE -> named(field, entry, owner);
      default -> text(key, entry);
    }
  }

  private static boolean isCleared(Field field, Yaml.Text text) {
    boolean noAddress = field.type() == Field.Type.IP && text.value().equals("0.0.0.0");
    return text.isNull() || Values.isUnset(text.value()) || noAddress;
  }

  private void text(FieldKey key, Yaml.Entry entry) {
    if (!(entry.value().target() instanceof Yaml.Text text)) {
      problems.add(
          entry.value().line(),
          "'" + entry.key().value() + "' takes one word, not a list or a map");
    } else if (!text.value().isEmpty()) {
      try {
        String checked = Values.check(key.field().type(), text.value());
        settings.put(key, new Setting(new Value.Text(checked), entry.key().line()));
      } catch (IllegalArgumentException e) {
        problems.add(entry.key().line(), "'" + entry.key().value() + "': " + e.getMessage());
      }
    }
  }

  private void named(Field field, Yaml.Entry section, String owner) {
    for (Yaml.Entry entry : entries(section.key().value(), section.value())) {
      FieldKey key = FieldKey.tag(field, owner, entry.key().value());
      int line = entry.key().line();
      Yaml value = entry.value().target();
      if (value instanceof Yaml.Text text && text.isExplicitNull()) {
        settings.put(key, new Setting(new Value.Cleared(), line));
      } else if (field.type() == Field.Type.TREE) {
        settings.put(key, new Setting(new Value.Tree(Resource.of(value)), line));
      } else if (value instanceof Yaml.Text text) {
        if (!text.value().isEmpty()) {
          settings.put(key, new Setting(new Value.Text(text.value()), line));
        }
      } else {
        problems.add(line, "tag '" + entry.key().value() + "' takes one word");
      }
    }
  }

  private List<String> list(Yaml.Entry entry) {
    List<String> items = new ArrayList<>();
    Yaml value = entry.value().target();
    if (value instanceof Yaml.Sequence sequence) {
      for (Yaml item : sequence.items()) {
        if (item.target() instanceof Yaml.Text text) {
          items.add(text.value());
        } else {
          problems.add(item.line(), "'" + entry.key().value() + "' takes a list of words");
        }
      }
    } else if (value instanceof Yaml.Text text) {
      problems.add(
          entry.key().line(),
          "'%s' takes a list; write  %s: [%s]  or run wwj upgrade nodes"
              .formatted(entry.key().value(), entry.key().value(), text.value()));
    } else {
      problems.add(entry.key().line(), "'" + entry.key().value() + "' takes a list");
    }
    return List.copyOf(items);
  }

  private Iterable<Yaml.Entry> entries(String name, @Nullable Yaml value) {
    Yaml target = value == null ? null : value.target();
    if (target instanceof Yaml.Mapping mapping) {
      return mapping.effective();
    }
    if (target != null && !(target instanceof Yaml.Text text && text.isNull())) {
      problems.add(target.line(), "'" + name + "' takes a map");
    }
    return List.of();
  }

  private void unknown(Yaml.Entry entry, String where, List<String> known) {
    String key = entry.key().value();
    if (OLD.contains(key)) {
      problems.add(
          entry.key().line(), "'" + key + "' is Warewulf 4.x's old form; run wwj upgrade nodes");
      return;
    }
    String hint = Spelling.hint(key, known);
    problems.add(entry.key().line(), "unknown key '" + key + "'" + where + hint);
  }
}
