package org.wwj.registry;

import java.net.Inet4Address;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;
import org.wwj.registry.Setting.Value;

/** Makes a {@link Node} of its merged fields. */
final class NodeBuilder {
  private static final Map<Field, Traced> NONE = Map.of();

  private final String name;
  private final SortedMap<FieldKey, Traced> fields;
  private final SortedSet<String> deviceNames;
  private final SortedSet<String> diskNames;
  // A node has few of the many fields: they are laid out once instead of looked up one by one.
  private final Map<Field, Traced> plain = new EnumMap<>(Field.class);
  private final Map<String, Map<Field, Traced>> devices = new HashMap<>();
  private final Map<String, SortedMap<String, String>> deviceTags = new HashMap<>();
  private final SortedMap<String, String> tags = new TreeMap<>();
  private final SortedMap<String, String> ipmiTags = new TreeMap<>();
  private final SortedMap<String, Object> resources = new TreeMap<>();

  NodeBuilder(
      String name,
      SortedMap<FieldKey, Traced> fields,
      SortedSet<String> deviceNames,
      SortedSet<String> diskNames) {
    this.name = name;
    this.fields = fields;
    this.deviceNames = deviceNames;
    this.diskNames = diskNames;
    for (Map.Entry<FieldKey, Traced> entry : fields.entrySet()) {
      lay(entry.getKey(), entry.getValue());
    }
  }

  private void lay(FieldKey key, Traced traced) {
    Field field = key.field();
    switch (field) {
      case TAGS -> tags.put(key.tag(), text(traced));
      case IPMI_TAGS -> ipmiTags.put(key.tag(), text(traced));
      case NET_TAGS ->
          deviceTags
              .computeIfAbsent(key.owner(), d -> new TreeMap<>())
              .put(key.tag(), text(traced));
      case RESOURCES -> {
        if (traced.value() instanceof Value.Tree(var tree)) {
          resources.put(key.tag(), tree);
        }
      }
      default -> {
        if (field.group() == Field.Group.NETDEV) {
          devices.computeIfAbsent(key.owner(), d -> new EnumMap<>(Field.class)).put(field, traced);
        } else if (key.owner().isEmpty()) {
          plain.put(field, traced);
        }
      }
    }
  }

  Node node() {
    SortedMap<String, NetDevice> named = new TreeMap<>();
    for (String device : deviceNames) {
      named.put(device, device(device));
    }
    String primary = text(Field.PRIMARY_NETWORK);
    if (!named.containsKey(primary)) {
      primary = named.isEmpty() ? "" : named.firstKey();
    }
    return new Node(
        name,
        Values.isYes(text(Field.DISCOVERABLE)),
        text(Field.ASSET_KEY),
        list(Field.PROFILES),
        text(Field.COMMENT),
        text(Field.CLUSTER_NAME),
        text(Field.IMAGE_NAME),
        text(Field.IPXE),
        list(Field.RUNTIME_OVERLAY),
        list(Field.SYSTEM_OVERLAY),
        new Node.Kernel(text(Field.KERNEL_VERSION), list(Field.KERNEL_ARGS)),
        ipmi(),
        text(Field.INIT),
        text(Field.ROOT),
        Collections.unmodifiableSortedMap(named),
        primary,
        Collections.unmodifiableSortedMap(tags),
        disks(),
        fileSystems(),
        Collections.unmodifiableSortedMap(resources));
  }

  private Node.Ipmi ipmi() {
    return new Node.Ipmi(
        text(Field.IPMI_USERNAME),
        text(Field.IPMI_PASSWORD),
        text(Field.IPMI_IPADDR),
        text(Field.IPMI_GATEWAY),
        text(Field.IPMI_NETMASK),
        text(Field.IPMI_PORT),
        text(Field.IPMI_INTERFACE),
        text(Field.IPMI_ESCAPECHAR),
        text(Field.IPMI_WRITE),
        text(Field.IPMI_TEMPLATE),
        Collections.unmodifiableSortedMap(ipmiTags));
  }

  private NetDevice device(String device) {
    Map<Field, Traced> has = devices.getOrDefault(device, NONE);
    return new NetDevice(
        device,
        text(has.get(Field.NET_TYPE)),
        text(has.get(Field.NET_ONBOOT)),
        text(has.get(Field.NET_DEVICE)),
        text(has.get(Field.NET_HWADDR)),
        address(has.get(Field.NET_IPADDR)),
        address(has.get(Field.NET_NETMASK)),
        address(has.get(Field.NET_GATEWAY)),
        text(has.get(Field.NET_IPADDR6)),
        text(has.get(Field.NET_PREFIXLEN6)),
        text(has.get(Field.NET_GATEWAY6)),
        text(has.get(Field.NET_MTU)),
        Collections.unmodifiableSortedMap(
            deviceTags.getOrDefault(device, Collections.emptySortedMap())));
  }

  private SortedMap<String, Node.Disk> disks() {
    if (diskNames.isEmpty()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, Node.Disk> disks = new TreeMap<>();
    for (String disk : diskNames) {
      SortedSet<String> parts = new TreeSet<>();
      for (FieldKey key : fields.keySet()) {
        if (key.field().group() == Field.Group.PARTITION && key.owner().equals(disk)) {
          parts.add(key.part());
        }
      }
      SortedMap<String, Node.Partition> partitions = new TreeMap<>();
      parts.forEach(part -> partitions.put(part, partition(disk, part)));
      disks.put(
          disk,
          new Node.Disk(
              flag(FieldKey.of(Field.DISK_WIPE_TABLE, disk)),
              Collections.unmodifiableSortedMap(partitions)));
    }
    return Collections.unmodifiableSortedMap(disks);
  }

  private Node.Partition partition(String disk, String part) {
    return new Node.Partition(
        text(new FieldKey(Field.PART_NUMBER, disk, part, "")),
        text(new FieldKey(Field.PART_SIZE, disk, part, "")),
        text(new FieldKey(Field.PART_START, disk, part, "")),
        text(new FieldKey(Field.PART_TYPE, disk, part, "")),
        text(new FieldKey(Field.PART_GUID, disk, part, "")),
        flag(new FieldKey(Field.PART_WIPE, disk, part, "")),
        flag(new FieldKey(Field.PART_EXIST, disk, part, "")),
        flag(new FieldKey(Field.PART_RESIZE, disk, part, "")));
  }

  private SortedMap<String, Node.FileSystem> fileSystems() {
    SortedMap<String, Node.FileSystem> all = new TreeMap<>();
    for (FieldKey key : fields.keySet()) {
      if (key.field().group() == Field.Group.FILESYSTEM) {
        String device = key.owner();
        all.computeIfAbsent(
            device,
            d ->
                new Node.FileSystem(
                    text(Field.FS_FORMAT, d),
                    text(Field.FS_PATH, d),
                    flag(FieldKey.of(Field.FS_WIPE, d)),
                    text(Field.FS_LABEL, d),
                    text(Field.FS_UUID, d),
                    list(Field.FS_OPTIONS, fields.get(FieldKey.of(Field.FS_OPTIONS, d))),
                    text(Field.FS_MOUNT_OPTIONS, d)));
      }
    }
    return Collections.unmodifiableSortedMap(all);
  }

  private String text(Field field) {
    return text(plain.get(field));
  }

  private String text(Field field, String owner) {
    return text(FieldKey.of(field, owner));
  }

  private String text(FieldKey key) {
    return text(fields.get(key));
  }

  private static String text(@Nullable Traced traced) {
    return traced != null && traced.value() instanceof Value.Text(var text) ? text : "";
  }

  private List<String> list(Field field) {
    return list(field, plain.get(field));
  }

  private static List<String> list(Field field, @Nullable Traced traced) {
    if (traced == null || !(traced.value() instanceof Value.Items(var items))) {
      return List.of();
    }
    return Merge.negates(field) ? Merge.clean(items) : items;
  }

  private @Nullable Boolean flag(FieldKey key) {
    String text = text(key);
    return text.isEmpty() ? null : (Boolean) Values.isYes(text);
  }

  private static @Nullable Inet4Address address(@Nullable Traced traced) {
    String text = text(traced);
    return text.isEmpty() ? null : Prefix.parseAddress(text);
  }
}
