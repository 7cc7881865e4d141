package org.wwj.overlay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Node;
import org.wwj.template.Nil;

/** Disks and file systems of a node as templates see them. */
final class DiskStruct {
  private DiskStruct() {}

  /** The disks by device, as written. */
  static Map<String, Object> disks(Node node) {
    Map<String, Object> disks = new TreeMap<>();
    node.disks()
        .forEach((name, disk) -> {
          Map<String, Object> partitions = new TreeMap<>();
          disk.partitions()
              .forEach((label, p) -> partitions.put(label, partition(label, diskDevice(name), p)));
          disks.put(
              name,
              new Struct("*node.Disk")
                  .with("Partitions", partitions)
                  .method("Id", name)
                  .method("Device", diskDevice(name))
                  .method("WipeTable", flag(disk.wipeTable()))
                  .method("WipeTableP", pointer(disk.wipeTable()))
                  .method("PartitionList", byNumber(disk.partitions(), partitions)));
        });
    return disks;
  }

  /** By number, those without one last: the order in which they are made. */
  private static List<Object> byNumber(
      Map<String, Node.Partition> partitions, Map<String, Object> structs) {
    return partitions.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> order(entry.getValue().number())))
        .map(entry -> structs.get(entry.getKey()))
        .toList();
  }

  private static long order(String number) {
    return number.matches("\\d{1,9}") ? Long.parseLong(number) : Long.MAX_VALUE;
  }

  private static Struct partition(String name, String disk, Node.Partition partition) {
    return new Struct("*node.Partition")
        .with("Number", partition.number())
        .with("SizeMiB", partition.sizeMib())
        .with("StartMiB", partition.startMib())
        .with("TypeGuid", partition.typeGuid())
        .with("Guid", partition.guid())
        .method("Id", name)
        .method("Device", partitionDevice(disk, partition.number()))
        .method("WipePartitionEntry", flag(partition.wipePartitionEntry()))
        .method("ShouldExist", flag(partition.shouldExist()))
        .method("Resize", flag(partition.resize()))
        .method("WipePartitionEntryP", pointer(partition.wipePartitionEntry()))
        .method("ShouldExistP", pointer(partition.shouldExist()))
        .method("ResizeP", pointer(partition.resize()));
  }

  /** The file systems by device, as written. */
  static Map<String, Object> fileSystems(Node node) {
    Map<String, Object> systems = new TreeMap<>();
    node.fileSystems()
        .forEach((name, fs) ->
            systems.put(
                name,
                new Struct("*node.FileSystem")
                    .with("Format", fs.format())
                    .with("Path", fs.path())
                    .with("Label", fs.label())
                    .with("Uuid", fs.uuid())
                    .with("Options", List.copyOf(fs.options()))
                    .with("MountOptions", fs.mountOptions())
                    .method("Id", name)
                    .method("Device", fileSystemDevice(name))
                    .method("MountOptionList", mountOptions(fs))
                    .method("WipeFileSystem", flag(fs.wipeFilesystem()))
                    .method("WipeFileSystemP", pointer(fs.wipeFilesystem()))));
    return systems;
  }

  /** As a list of their values, which templates range over in order of the names. */
  static List<Object> list(Map<String, Object> structs) {
    return new ArrayList<>(structs.values());
  }

  /** Options are written with spaces or commas between. */
  static List<String> mountOptions(Node.FileSystem fs) {
    return Arrays.stream(fs.mountOptions().split("[\\s,]+"))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  static String diskDevice(String name) {
    return name.startsWith("/") ? name : "/dev/" + name;
  }

  /** A name that is no path is a partition's label. */
  static String fileSystemDevice(String name) {
    return name.startsWith("/") ? name : "/dev/disk/by-partlabel/" + name;
  }

  /** Disks whose name ends in a digit put a p between (nvme0n1p1); by-id links a {@code -part}. */
  private static String partitionDevice(String disk, String number) {
    if (number.isEmpty()) {
      return "";
    }
    if (disk.startsWith("/dev/disk/")) {
      return disk + "-part" + number;
    }
    return disk + (Character.isDigit(disk.charAt(disk.length() - 1)) ? "p" : "") + number;
  }

  private static Object flag(@Nullable Boolean value) {
    return value != null && value;
  }

  private static Object pointer(@Nullable Boolean value) {
    return value == null ? Nil.NIL : value;
  }
}
