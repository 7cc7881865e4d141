package org.wwj.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;

/**
 * A node after the merge with its profiles (warewulf.md §2.4), every text field empty rather than
 * null when nothing sets it.
 */
public record Node(
    String name,
    boolean discoverable,
    String assetKey,
    List<String> profiles,
    String comment,
    String clusterName,
    String imageName,
    String ipxeTemplate,
    List<String> runtimeOverlays,
    List<String> systemOverlays,
    Kernel kernel,
    Ipmi ipmi,
    String init,
    String root,
    SortedMap<String, NetDevice> networkDevices,
    String primaryNetwork,
    SortedMap<String, String> tags,
    SortedMap<String, Disk> disks,
    SortedMap<String, FileSystem> fileSystems,
    SortedMap<String, Object> resources) {

  /** The device named by {@code primary network}, else the first by name. */
  public Optional<NetDevice> primaryDevice() {
    NetDevice named = networkDevices.get(primaryNetwork);
    return named != null ? Optional.of(named) : networkDevices.values().stream().findFirst();
  }

  /** Ethernet addresses of all devices. */
  public Collection<MacAddress> macs() {
    return networkDevices.values().stream().flatMap(d -> d.mac().stream()).toList();
  }

  /** Version (full, prefix or path) and arguments. */
  public record Kernel(String version, List<String> args) {}

  /** How to reach the node's BMC. */
  public record Ipmi(
      String username,
      String password,
      String ipaddr,
      String gateway,
      String netmask,
      String port,
      String interfaceName,
      String escapechar,
      String write,
      String template,
      SortedMap<String, String> tags) {}

  /** {@code disks:}; a null flag was never set. */
  public record Disk(@Nullable Boolean wipeTable, SortedMap<String, Partition> partitions) {}

  /** One partition of a disk; numbers and sizes as text, as written. */
  public record Partition(
      String number,
      String sizeMib,
      String startMib,
      String typeGuid,
      String guid,
      @Nullable Boolean wipePartitionEntry,
      @Nullable Boolean shouldExist,
      @Nullable Boolean resize) {}

  /** {@code filesystems:}. */
  public record FileSystem(
      String format,
      String path,
      @Nullable Boolean wipeFilesystem,
      String label,
      String uuid,
      List<String> options,
      String mountOptions) {}
}
