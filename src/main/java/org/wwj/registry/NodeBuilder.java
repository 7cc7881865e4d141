package org.wwj.registry;

import java.net.Inet4Address;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;
import org.wwj.registry.Setting.Value;

/** Makes a {@link Node} of its merged fields. */
final class NodeBuilder {
  private final String name;
  private final SortedMap<FieldKey, Traced> fields;
  private final SortedSet<String> deviceNames;
  private final SortedSet<String> diskNames;

  NodeBuilder(
      String name,
      SortedMap<FieldKey, Traced> fields,
      SortedSet<String> deviceNames,
      SortedSet<String> diskNames) {
    this.name = name;
    this.fields = fields;
    this.deviceNames = deviceNames;
    this.diskNames = diskNames;
  }

  Node node() {
    SortedMap<String, NetDevice> devices = new TreeMap<>();
    deviceNames.forEach(device -> devices.put(device, device(device)));
    String primary = text(Field.PRIMARY_NETWORK);
    if (!devices.containsKey(primary)) {
      primary = devices.isEmpty() ? "" : devices.firstKey();
    }
    return new Node(
        name,
        Values.isYes(text(Field.DISCOVERABLE)),
        text(Field.ASSET_KEY),
        list(FieldKey.of(Field.PROFILES)),
        text(Field.COMMENT),
        text(Field.CLUSTER_NAME),
        text(Field.IMAGE_NAME),
        text(Field.IPXE),
        list(FieldKey.of(Field.RUNTIME_OVERLAY)),
        list(FieldKey.of(Field.SYSTEM_OVERLAY)),
        new Node.Kernel(text(Field.KERNEL_VERSION), list(FieldKey.of(Field.KERNEL_ARGS))),
        ipmi(),
        text(Field.INIT),
        text(Field.ROOT),
        Collections.unmodifiableSortedMap(devices),
        primary,
        tags(Field.TAGS, ""),
        disks(),
        fileSystems(),
        resources());
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
        tags(Field.IPMI_TAGS, ""));
  }

  private NetDevice device(String device) {
    return new NetDevice(
        device,
        text(Field.NET_TYPE, device),
        text(Field.NET_ONBOOT, device),
        text(Field.NET_DEVICE, device),
        text(Field.NET_HWADDR, device),
        address(Field.NET_IPADDR, device),
        address(Field.NET_NETMASK, device),
        address(Field.NET_GATEWAY, device),
        text(Field.NET_IPADDR6, device),
        text(Field.NET_PREFIXLEN6, device),
        text(Field.NET_GATEWAY6, device),
        text(Field.NET_MTU, device),
        tags(Field.NET_TAGS, device));
  }

  private SortedMap<String, Node.Disk> disks() {
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
                    list(FieldKey.of(Field.FS_OPTIONS, d)),
                    text(Field.FS_MOUNT_OPTIONS, d)));
      }
    }
    return Collections.unmodifiableSortedMap(all);
  }

  private SortedMap<String, String> tags(Field field, String owner) {
    SortedMap<String, String> tags = new TreeMap<>();
    for (FieldKey key : fields.tailMap(FieldKey.tag(field, owner, "")).keySet()) {
      if (key.field() != field || !key.owner().equals(owner)) {
        break;
      }
      tags.put(key.tag(), text(key));
    }
    return Collections.unmodifiableSortedMap(tags);
  }

  private SortedMap<String, Object> resources() {
    SortedMap<String, Object> resources = new TreeMap<>();
    for (Traced traced : fields.tailMap(FieldKey.tag(Field.RESOURCES, "", "")).values()) {
      if (traced.value() instanceof Value.Tree(var tree)) {
        resources.put(traced.key().tag(), tree);
      }
    }
    return Collections.unmodifiableSortedMap(resources);
  }

  private String text(Field field) {
    return text(FieldKey.of(field));
  }

  private String text(Field field, String owner) {
    return text(FieldKey.of(field, owner));
  }

  private String text(FieldKey key) {
    Traced traced = fields.get(key);
    return traced != null && traced.value() instanceof Value.Text(var text) ? text : "";
  }

  private List<String> list(FieldKey key) {
    Traced traced = fields.get(key);
    if (traced == null || !(traced.value() instanceof Value.Items(var items))) {
      return List.of();
    }
    return Merge.negates(key.field()) ? Merge.clean(items) : items;
  }

  private @Nullable Boolean flag(FieldKey key) {
    String text = text(key);
    return text.isEmpty() ? null : (Boolean) Values.isYes(text);
  }

  private @Nullable Inet4Address address(Field field, String device) {
    String text = text(field, device);
    return text.isEmpty() ? null : Prefix.parseAddress(text);
  }
}
