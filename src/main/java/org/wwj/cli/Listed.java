package org.wwj.cli;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.registry.Definition;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Setting;
import org.wwj.registry.Traced;

/**
 * A node after the merge or a profile as written, for showing all of it.
 *
 * @param fields what is set
 * @param merged whether lists show what takes effect, without their negations
 * @param devices its network devices, also those that say nothing
 * @param disks its disks
 * @param primary the network device it boots by, empty for a profile
 */
record Listed(
    String name,
    SortedMap<FieldKey, Traced> fields,
    boolean merged,
    Set<String> devices,
    Set<String> disks,
    String primary) {
  static Listed of(Merge.Merged node) {
    return new Listed(
        node.node().name(),
        node.fields(),
        true,
        node.node().networkDevices().keySet(),
        node.node().disks().keySet(),
        node.node().primaryNetwork());
  }

  /** As written: a null is as good as nothing here. */
  static Listed of(Definition profile) {
    SortedMap<FieldKey, Traced> fields = new TreeMap<>();
    profile
        .settings()
        .forEach((key, setting) -> {
          if (!(setting.value() instanceof Setting.Value.Cleared)) {
            fields.put(key, new Traced(key, setting.value(), "", List.of()));
          }
        });
    return new Listed(profile.name(), fields, false, profile.devices(), profile.disks(), "");
  }
}
