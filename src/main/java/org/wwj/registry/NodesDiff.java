package org.wwj.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wwj.net.HostList;
import org.wwj.registry.Field.Group;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.Setting.Value;

/**
 * What differs between two versions of nodes.conf, field by field; comments and layout do not
 * count.
 *
 * @param changes profiles first, each kind by name
 */
public record NodesDiff(List<Changed> changes) {
  /** What happened to a node or profile. */
  public enum How {
    ADDED,
    CHANGED,
    DELETED
  }

  /** One node or profile that is not as it was. */
  public record Changed(Kind kind, String name, How how, List<FieldChange> fields) {}

  /**
   * One field that is not as it was.
   *
   * @param key which; of a whole device, disk, partition or file system, its first field
   * @param bare whether it is that whole, which says nothing or is explicitly nothing
   * @param before null where nothing was said
   * @param after null where nothing is said now
   */
  public record FieldChange(
      FieldKey key, boolean bare, @Nullable Value before, @Nullable Value after) {
    /** The name in {@code list -a}. */
    public String display() {
      String name = key.display();
      return bare ? name.substring(0, name.lastIndexOf('.')) : name;
    }
  }

  /** The difference from one version to the next. */
  public static NodesDiff between(NodesFile before, NodesFile after) {
    List<Changed> changes = new ArrayList<>();
    for (Kind kind : new Kind[] {Kind.PROFILE, Kind.NODE}) {
      SortedMap<String, Definition> old = kind.of(before);
      SortedMap<String, Definition> now = kind.of(after);
      SortedSet<String> names = new TreeSet<>(old.keySet());
      names.addAll(now.keySet());
      for (String name : names) {
        Definition was = old.get(name);
        Definition is = now.get(name);
        How how = was == null ? How.ADDED : is == null ? How.DELETED : How.CHANGED;
        List<FieldChange> fields = fields(was, is);
        if (how != How.CHANGED || !fields.isEmpty()) {
          changes.add(new Changed(kind, name, how, fields));
        }
      }
    }
    return new NodesDiff(List.copyOf(changes));
  }

  private static List<FieldChange> fields(@Nullable Definition was, @Nullable Definition is) {
    SortedSet<FieldKey> keys = new TreeSet<>();
    Set<SectionKey> sections = new LinkedHashSet<>();
    for (Definition definition : new Definition[] {was, is}) {
      if (definition != null) {
        keys.addAll(definition.settings().keySet());
        definition.devices().forEach(name -> sections.add(SectionKey.of(Group.NETDEV, name)));
        definition.disks().forEach(name -> sections.add(SectionKey.of(Group.DISK, name)));
        sections.addAll(definition.ended().keySet());
      }
    }
    List<FieldChange> fields = new ArrayList<>();
    for (FieldKey key : keys) {
      Value before = value(was, key);
      Value after = value(is, key);
      if (!Objects.equals(before, after)) {
        fields.add(new FieldChange(key, false, before, after));
      }
    }
    for (SectionKey section : sections) {
      boolean told = fields.stream().anyMatch(f -> section.covers(f.key()));
      Value before = value(was, section, told);
      Value after = value(is, section, told);
      if (!Objects.equals(before, after)) {
        fields.add(new FieldChange(section.first(), true, before, after));
      }
    }
    return List.copyOf(fields);
  }

  private static @Nullable Value value(@Nullable Definition definition, FieldKey key) {
    Setting setting = definition == null ? null : definition.settings().get(key);
    return setting == null ? null : setting.value();
  }

  /** What is said of a section as a whole; that it is there only where its fields do not tell. */
  private static @Nullable Value value(
      @Nullable Definition definition, SectionKey section, boolean told) {
    if (definition == null) {
      return null;
    }
    if (definition.ended().containsKey(section)) {
      return new Value.Cleared();
    }
    boolean there =
        switch (section.group()) {
          case NETDEV -> definition.devices().contains(section.owner());
          case DISK -> definition.disks().contains(section.owner());
          default -> false;
        };
    return there && !told ? new Value.Tree(Map.of()) : null;
  }

  /** Whether no field differs. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The same changes the other way round. */
  public NodesDiff reversed() {
    return new NodesDiff(
        changes.stream()
            .map(changed ->
                new Changed(
                    changed.kind,
                    changed.name,
                    switch (changed.how) {
                      case ADDED -> How.DELETED;
                      case CHANGED -> How.CHANGED;
                      case DELETED -> How.ADDED;
                    },
                    changed.fields.stream()
                        .map(f -> new FieldChange(f.key, f.bare, f.after, f.before))
                        .toList()))
            .toList());
  }

  /** One line: {@code node c[1-4]: ImageName; profile gpu: Kernel.Args, Init}. */
  public String summary() {
    if (isEmpty()) {
      return "comments or layout";
    }
    List<String> parts = new ArrayList<>();
    for (List<Changed> alike : alike()) {
      Changed first = alike.getFirst();
      String what =
          switch (first.how) {
            case ADDED -> "new ";
            case CHANGED -> "";
            case DELETED -> "deleted ";
          };
      parts.add(what + first.kind.word() + " " + told(alike));
    }
    return String.join("; ", parts);
  }

  /** As above with the command's word: {@code node set c[1-4]: ImageName}. */
  public String summary(Kind kind, String verb) {
    List<List<Changed>> alike = alike();
    boolean one = alike.size() == 1 && alike.getFirst().getFirst().kind == kind;
    return kind.word() + " " + verb + (one ? " " + told(alike.getFirst()) : ": " + summary());
  }

  /** The changes by kind and by what happened. */
  private List<List<Changed>> alike() {
    List<List<Changed>> alike = new ArrayList<>();
    for (Kind kind : new Kind[] {Kind.PROFILE, Kind.NODE}) {
      for (How how : How.values()) {
        List<Changed> those = changes.stream().filter(c -> c.kind == kind && c.how == how).toList();
        if (!those.isEmpty()) {
          alike.add(those);
        }
      }
    }
    return alike;
  }

  private static String told(List<Changed> alike) {
    String names = HostList.compress(alike.stream().map(Changed::name).toList());
    if (alike.getFirst().how != How.CHANGED) {
      return names;
    }
    Set<String> fields = new LinkedHashSet<>();
    alike.forEach(c -> c.fields.forEach(f -> fields.add(f.display())));
    int shown = 4;
    String list = String.join(", ", fields.stream().limit(shown).toList());
    int more = fields.size() - shown;
    return names + ": " + list + (more > 0 ? " and " + more + " more" : "");
  }
}
