package org.wwj.registry;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a node or profile in the order {@code list -a} shows them: one table for the
 * reader, the merge, the lists and the command line (warewulf.md §2.3).
 */
public enum Field {
  DISCOVERABLE(
      Group.NODE,
      "discoverable",
      "Discoverable",
      Type.WORD,
      "-e,--discoverable",
      "Give this node to the next unknown machine that boots (yes/no)."),
  ASSET_KEY(
      Group.NODE,
      "asset key",
      "AssetKey",
      Type.TEXT,
      "--asset",
      "Only a machine with this asset tag may boot as this node."),
  PROFILES(
      Group.TOP,
      "profiles",
      "Profiles",
      Type.LIST,
      "-P,--profile",
      "Profiles to inherit from, in order; ~NAME takes one away."),
  COMMENT(Group.TOP, "comment", "Comment", Type.TEXT, "--comment", "Your own words."),
  CLUSTER_NAME(
      Group.TOP, "cluster name", "ClusterName", Type.TEXT, "-c,--cluster", "Name of the cluster."),
  IMAGE_NAME(
      Group.TOP,
      "image name",
      "ImageName",
      Type.TEXT,
      "--image,--container,-C",
      "Image to boot (see `wwj image list`)."),
  IPXE(Group.TOP, "ipxe template", "Ipxe", Type.TEXT, "--ipxe", "Template of the boot script."),
  RUNTIME_OVERLAY(
      Group.TOP,
      "runtime overlay",
      "RuntimeOverlay",
      Type.LIST,
      "-R,--runtime-overlays,--runtime",
      "Overlays refreshed while the node runs."),
  SYSTEM_OVERLAY(
      Group.TOP,
      "system overlay",
      "SystemOverlay",
      Type.LIST,
      "-O,--system-overlays,--wwinit",
      "Overlays applied at boot."),
  KERNEL_VERSION(
      Group.KERNEL,
      "version",
      "Version",
      Type.TEXT,
      "--kernelversion",
      "Kernel of the image: version, its beginning, or a path."),
  KERNEL_ARGS(Group.KERNEL, "args", "Args", Type.LIST, "-A,--kernelargs", "Kernel command line."),
  IPMI_USERNAME(Group.IPMI, "username", "UserName", Type.TEXT, "--ipmiuser", "BMC user."),
  IPMI_PASSWORD(Group.IPMI, "password", "Password", Type.TEXT, "--ipmipass", "BMC password."),
  IPMI_IPADDR(Group.IPMI, "ipaddr", "Ipaddr", Type.IP, "--ipmiaddr", "BMC address."),
  IPMI_GATEWAY(Group.IPMI, "gateway", "Gateway", Type.IP, "--ipmigateway", "BMC gateway."),
  IPMI_NETMASK(Group.IPMI, "netmask", "Netmask", Type.IP, "--ipminetmask", "BMC netmask."),
  IPMI_PORT(Group.IPMI, "port", "Port", Type.TEXT, "--ipmiport", "BMC port."),
  IPMI_INTERFACE(
      Group.IPMI,
      "interface",
      "Interface",
      Type.TEXT,
      "--ipmiinterface",
      "IPMI interface, such as lanplus."),
  IPMI_ESCAPECHAR(
      Group.IPMI,
      "escapechar",
      "EscapeChar",
      Type.TEXT,
      "--ipmiescapechar",
      "Escape character of the console."),
  IPMI_WRITE(
      Group.IPMI,
      "write",
      "Write",
      Type.WORD,
      "--ipmiwrite",
      "Write these settings into the BMC at boot (yes/no)."),
  IPMI_TEMPLATE(
      Group.IPMI,
      "template",
      "Template",
      Type.TEXT,
      "--ipmitemplate",
      "Template of the power commands."),
  IPMI_TAGS(Group.IPMI, "tags", "Tags", Type.TAGS, "--ipmitagadd", "BMC tags."),
  INIT(Group.TOP, "init", "Init", Type.TEXT, "-i,--init", "Program the kernel starts."),
  ROOT(
      Group.TOP,
      "root",
      "Root",
      Type.TEXT,
      "--root",
      "How the node gets its root: squashfs, tmpfs, initrd or dracut."),
  NET_TYPE(Group.NETDEV, "type", "Type", Type.TEXT, "-T,--type", "Kind of network device."),
  NET_ONBOOT(
      Group.NETDEV, "onboot", "OnBoot", Type.WORD, "--onboot", "Bring it up at boot (yes/no)."),
  NET_DEVICE(
      Group.NETDEV, "device", "Device", Type.TEXT, "-N,--netdev", "Interface name on the node."),
  NET_HWADDR(
      Group.NETDEV, "hwaddr", "Hwaddr", Type.HWADDR, "-H,--hwaddr", "Hardware (MAC) address."),
  NET_IPADDR(
      Group.NETDEV,
      "ipaddr",
      "Ipaddr",
      Type.IP,
      "-I,--ipaddr",
      "IPv4 address; with several nodes, of the first one."),
  NET_NETMASK(Group.NETDEV, "netmask", "Netmask", Type.IP, "-M,--netmask", "IPv4 netmask."),
  NET_GATEWAY(Group.NETDEV, "gateway", "Gateway", Type.IP, "-G,--gateway", "IPv4 gateway."),
  NET_IPADDR6(Group.NETDEV, "ipaddr6", "Ipaddr6", Type.IP6, "--ipaddr6", "IPv6 address."),
  NET_PREFIXLEN6(
      Group.NETDEV, "prefixlen6", "PrefixLen6", Type.TEXT, "--prefixlen6", "IPv6 prefix length."),
  NET_GATEWAY6(Group.NETDEV, "gateway6", "Gateway6", Type.IP6, "--gateway6", "IPv6 gateway."),
  NET_MTU(Group.NETDEV, "mtu", "MTU", Type.TEXT, "--mtu", "Largest packet, in bytes."),
  NET_TAGS(Group.NETDEV, "tags", "Tags", Type.TAGS, "--nettagadd", "Tags of the device."),
  TAGS(Group.TOP, "tags", "Tags", Type.TAGS, "--tagadd", "Tags for your templates."),
  PRIMARY_NETWORK(
      Group.TOP,
      "primary network",
      "PrimaryNetDev",
      Type.TEXT,
      "-p,--primarynet",
      "Network device the node boots by."),
  DISK_WIPE_TABLE(
      Group.DISK,
      "wipe_table",
      "WipeTable",
      Type.FLAG,
      "--diskwipe",
      "Wipe the partition table (yes/no)."),
  PART_NUMBER(
      Group.PARTITION, "number", "Number", Type.TEXT, "--partnumber", "Number of the partition."),
  PART_SIZE(
      Group.PARTITION,
      "size_mib",
      "SizeMiB",
      Type.TEXT,
      "--partsize",
      "Size of the partition in MiB."),
  PART_START(Group.PARTITION, "start_mib", "StartMiB", Type.TEXT, "", "Where it begins, in MiB."),
  PART_TYPE(Group.PARTITION, "type_guid", "TypeGuid", Type.TEXT, "--parttype", "GUID of its type."),
  PART_GUID(Group.PARTITION, "guid", "Guid", Type.TEXT, "", "Its own GUID."),
  PART_WIPE(
      Group.PARTITION,
      "wipe_partition_entry",
      "WipePartitionEntry",
      Type.FLAG,
      "--partwipe",
      "Replace a partition that differs (yes/no)."),
  PART_EXIST(
      Group.PARTITION,
      "should_exist",
      "ShouldExist",
      Type.FLAG,
      "--partcreate",
      "Create the partition (yes/no)."),
  PART_RESIZE(Group.PARTITION, "resize", "Resize", Type.FLAG, "", "Grow it to its size."),
  FS_FORMAT(Group.FILESYSTEM, "format", "Format", Type.TEXT, "--fsformat", "Such as ext4, xfs."),
  FS_PATH(Group.FILESYSTEM, "path", "Path", Type.TEXT, "--fspath", "Mount point."),
  FS_WIPE(
      Group.FILESYSTEM,
      "wipe_filesystem",
      "WipeFileSystem",
      Type.FLAG,
      "--fswipe",
      "Wipe the file system at boot (yes/no)."),
  FS_LABEL(Group.FILESYSTEM, "label", "Label", Type.TEXT, "", "Its label."),
  FS_UUID(Group.FILESYSTEM, "uuid", "Uuid", Type.TEXT, "", "Its UUID."),
  FS_OPTIONS(Group.FILESYSTEM, "options", "Options", Type.LIST, "", "Options of mkfs."),
  FS_MOUNT_OPTIONS(
      Group.FILESYSTEM, "mount_options", "MountOptions", Type.TEXT, "", "Options of mount."),
  RESOURCES(
      Group.TOP, "resources", "Resources", Type.TREE, "", "What templates use, such as fstab.");

  /** Where a field stands in the YAML and how {@code list -a} names that place. */
  public enum Group {
    NODE("", "", false),
    TOP("", "", false),
    KERNEL("kernel", "Kernel", false),
    IPMI("ipmi", "Ipmi", false),
    NETDEV("network devices", "NetDevs", true),
    DISK("disks", "Disks", true),
    PARTITION("partitions", "Partitions", true),
    FILESYSTEM("filesystems", "FileSystems", true);

    private final String yaml;
    private final String display;
    private final boolean named;

    Group(String yaml, String display, boolean named) {
      this.yaml = yaml;
      this.display = display;
      this.named = named;
    }

    /** The one with that key in nodes.conf, else the top. */
    static Group of(String yaml) {
      for (Group group : values()) {
        if (group.yaml.equals(yaml)) {
          return group;
        }
      }
      return TOP;
    }

    /** Key of the section in nodes.conf, empty for the top. */
    public String yaml() {
      return yaml;
    }

    String display() {
      return display;
    }

    /** The group whose things it is listed with: partitions stand with their disk. */
    Group block() {
      return this == PARTITION ? DISK : this;
    }

    /** Whether it holds many by name, as network devices. */
    public boolean named() {
      return named;
    }
  }

  /** What a field may hold. */
  public enum Type {
    TEXT,
    /** IPv4 address. */
    IP,
    IP6,
    /** Ethernet or InfiniBand address. */
    HWADDR,
    /** Warewulf's WWbool: a word that means yes or no. */
    WORD,
    /** True, false or never set. */
    FLAG,
    LIST,
    /** Texts by name. */
    TAGS,
    /** Any YAML by name. */
    TREE
  }

  private static final Map<Group, Map<String, Field>> BY_KEY = byKey();

  private final Group group;
  private final String yaml;
  private final String display;
  private final Type type;
  private final String flags;
  private final String help;

  Field(Group group, String yaml, String display, Type type, String flags, String help) {
    this.group = group;
    this.yaml = yaml;
    this.display = display;
    this.type = type;
    this.flags = flags;
    this.help = help;
  }

  /** Where it stands. */
  public Group group() {
    return group;
  }

  /** Its key in nodes.conf. */
  public String yaml() {
    return yaml;
  }

  /** Its Go name, as templates and `list -a` have it. */
  public String display() {
    return display;
  }

  /** What it may hold. */
  public Type type() {
    return type;
  }

  /** Its names on the command line; none for fields that only an editor sets. */
  public List<String> flags() {
    return flags.isEmpty() ? List.of() : List.of(flags.split(","));
  }

  /** The long name among its flags, empty when it has none. */
  public String longFlag() {
    return flags().stream().filter(flag -> flag.startsWith("--")).findFirst().orElse("");
  }

  /** Whether its value is for nobody's eyes: not shown, and blanked where commands are recorded. */
  public boolean secret() {
    return this == IPMI_PASSWORD;
  }

  /** One sentence for {@code --help}. */
  public String help() {
    return help;
  }

  static List<Field> of(Group group) {
    return List.copyOf(BY_KEY.getOrDefault(group, Map.of()).values());
  }

  /** The field with that key in nodes.conf. */
  static Optional<Field> find(Group group, String yaml) {
    return Optional.ofNullable(named(group, yaml));
  }

  /** The same, or null. */
  static @Nullable Field named(Group group, String yaml) {
    Map<String, Field> fields = BY_KEY.get(group);
    return fields == null ? null : fields.get(yaml);
  }

  private static Map<Group, Map<String, Field>> byKey() {
    Map<Group, Map<String, Field>> all = new EnumMap<>(Group.class);
    for (Field field : values()) {
      all.computeIfAbsent(field.group, g -> new LinkedHashMap<>()).put(field.yaml, field);
    }
    return all;
  }

  /** Where it stands in this table. */
  @SuppressWarnings("EnumOrdinal") // compared here and kept nowhere
  int place() {
    return ordinal();
  }
}
