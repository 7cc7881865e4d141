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
   * @param key which; of a device or disk that says nothing, its first field
   * @param bare whether it is the bare device or disk that came or went
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
    Set<FieldKey> bare = new LinkedHashSet<>();
    for (Definition definition : new Definition[] {was, is}) {
      if (definition != null) {
        keys.addAll(definition.settings().keySet());
        definition.devices().forEach(name -> bare.add(FieldKey.of(Field.NET_TYPE, name)));
        definition.disks().forEach(name -> bare.add(FieldKey.of(Field.DISK_WIPE_TABLE, name)));
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
    for (FieldKey key : bare) {
      boolean had = was != null && hasSection(was, key);
      boolean has = is != null && hasSection(is, key);
      boolean told = fields.stream().anyMatch(f -> section(f.key()).equals(section(key)));
      if (had != has && !told) {
        Value nothing = new Value.Tree(Map.of());
        fields.add(new FieldChange(key, true, had ? nothing : null, has ? nothing : null));
      }
    }
    return List.copyOf(fields);
  }

  private static @Nullable Value value(@Nullable Definition definition, FieldKey key) {
    Setting setting = definition == null ? null : definition.settings().get(key);
    return setting == null ? null : setting.value();
  }

  private static boolean hasSection(Definition definition, FieldKey key) {
    return (key.field() == Field.NET_TYPE ? definition.devices() : definition.disks())
        .contains(key.owner());
  }

  private static String section(FieldKey key) {
    return switch (key.field().group()) {
      case NETDEV -> "N" + key.owner();
      case DISK, PARTITION -> "D" + key.owner();
      default -> "";
    };
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
