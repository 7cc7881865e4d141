package org.wwj.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Node;
import org.wwj.template.TemplateException;

/**
 * A node's disks and file systems as an Ignition configuration. The version is the lowest that
 * knows all of it: Ignition refuses one newer than itself.
 */
final class Ignition {
  /** The first with {@code mountOptions}. */
  private static final String PLAIN = "3.1.0";

  /** The first with {@code resize}. */
  private static final String RESIZING = "3.2.0";

  private Ignition() {}

  /** The configuration as maps and lists; empty for a node without disks or file systems. */
  static Map<String, Object> of(Node node) {
    SequencedMap<String, Object> storage = new LinkedHashMap<>();
    put(storage, "disks", disks(node));
    put(storage, "filesystems", fileSystems(node));
    if (storage.isEmpty()) {
      return Map.of();
    }
    boolean resizing =
        node.disks().values().stream()
            .flatMap(disk -> disk.partitions().values().stream())
            .anyMatch(partition -> partition.resize() != null);
    return Map.of("ignition", Map.of("version", resizing ? RESIZING : PLAIN), "storage", storage);
  }

  private static List<Object> disks(Node node) {
    List<Object> disks = new ArrayList<>();
    node.disks()
        .forEach((name, disk) -> {
          SequencedMap<String, Object> entry = new LinkedHashMap<>();
          entry.put("device", DiskStruct.diskDevice(name));
          put(entry, "wipeTable", disk.wipeTable());
          List<Object> partitions = new ArrayList<>();
          disk.partitions()
              .forEach((label, partition) -> partitions.add(partition(name, label, partition)));
          put(entry, "partitions", partitions);
          disks.add(entry);
        });
    return disks;
  }

  private static Map<String, Object> partition(
      String disk, String label, Node.Partition partition) {
    String where = "disk " + disk + ", partition " + label;
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    if (Boolean.FALSE.equals(partition.shouldExist()) && !partition.number().isEmpty()) {
      // Of what is to go Ignition wants to know nothing more.
      put(entry, "number", number(where + ": number", partition.number()));
      put(entry, "shouldExist", false);
      put(entry, "wipePartitionEntry", partition.wipePartitionEntry());
      return entry;
    }
    entry.put("label", label);
    put(entry, "number", number(where + ": number", partition.number()));
    put(entry, "sizeMiB", number(where + ": size_mib", partition.sizeMib()));
    put(entry, "startMiB", number(where + ": start_mib", partition.startMib()));
    put(entry, "typeGuid", partition.typeGuid());
    put(entry, "guid", partition.guid());
    put(entry, "wipePartitionEntry", partition.wipePartitionEntry());
    put(entry, "shouldExist", partition.shouldExist());
    put(entry, "resize", partition.resize());
    return entry;
  }

  private static List<Object> fileSystems(Node node) {
    List<Object> systems = new ArrayList<>();
    node.fileSystems()
        .forEach((name, fs) -> {
          SequencedMap<String, Object> entry = new LinkedHashMap<>();
          entry.put("device", DiskStruct.fileSystemDevice(name));
          put(entry, "format", fs.format());
          // Swap is mounted nowhere, and Ignition takes no path that is none.
          put(entry, "path", fs.path().startsWith("/") ? fs.path() : "");
          put(entry, "wipeFilesystem", fs.wipeFilesystem());
          put(entry, "label", fs.label());
          put(entry, "uuid", fs.uuid());
          put(entry, "options", fs.options());
          put(entry, "mountOptions", DiskStruct.mountOptions(fs));
          systems.add(entry);
        });
    return systems;
  }

  private static @Nullable Long number(String where, String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TemplateException(where + " '" + text + "' is no whole number");
    }
  }

  /** What is not set is left out: Ignition has defaults of its own. */
  private static void put(Map<String, Object> into, String key, @Nullable Object value) {
    boolean empty =
        value == null
            || (value instanceof String text && text.isEmpty())
            || (value instanceof List<?> list && list.isEmpty());
    if (!empty && value != null) {
      into.put(key, value);
    }
  }
}
