package org.wwj.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.wwj.config.YamlEdit;
import org.wwj.registry.Setting.Value;

/**
 * A node or a profile as written in nodes.conf, before the merge.
 *
 * @param name its key
 * @param line where it begins
 * @param settings what it says, by place
 * @param devices names of its network devices, also those that say nothing
 * @param disks names of its disks
 * @param ended devices, disks, partitions and file systems that it says {@code ~} for, and so does
 *     not inherit; by line
 */
public record Definition(
    String name,
    int line,
    SortedMap<FieldKey, Setting> settings,
    SortedSet<String> devices,
    SortedSet<String> disks,
    SortedMap<SectionKey, Integer> ended) {
  /** Its own profiles as written, with negations. */
  public List<String> profiles() {
    Setting setting = settings.get(FieldKey.of(Field.PROFILES));
    return setting != null && setting.value() instanceof Value.Items(var items) ? items : List.of();
  }

  /** Its comment, or empty. */
  public String comment() {
    Setting setting = settings.get(FieldKey.of(Field.COMMENT));
    return setting != null && setting.value() instanceof Value.Text(var text) ? text : "";
  }

  /** Line of a field, or of the whole when it does not say it. */
  public int line(FieldKey key) {
    Setting setting = settings.get(key);
    return setting == null ? line : setting.line();
  }

  /** Whether an edit of a field would change nothing but how it is written. */
  public boolean says(FieldKey key, YamlEdit edit) {
    Setting setting = settings.get(key);
    if (!(edit instanceof YamlEdit.Put(Object value)) || setting == null) {
      return false;
    }
    return switch (setting.value()) {
      case Value.Text(var text) ->
          value instanceof String now && text.equals(Values.check(key.field().type(), now));
      case Value.Items(var items) -> items.equals(value);
      case Value.Cleared cleared -> edit.equals(YamlEdit.Put.nothing());
      case Value.Tree tree -> false;
    };
  }

  /** Names of its own network devices, disks or file systems. */
  public Set<String> names(Field.Group group) {
    Set<String> names = new TreeSet<>();
    switch (group) {
      case NETDEV -> names.addAll(devices);
      case DISK -> names.addAll(disks);
      default -> {
        for (FieldKey key : settings.keySet()) {
          if (key.field().group() == group) {
            names.add(key.owner());
          }
        }
      }
    }
    return names;
  }

  /** The settings, for looking through. */
  public Iterable<Map.Entry<FieldKey, Setting>> all() {
    return settings.entrySet();
  }
}
