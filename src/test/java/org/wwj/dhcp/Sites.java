package org.wwj.dhcp;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.net.Prefix;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/** Sites and nodes for tests: the server is 10.0.0.1/24, the range 10.0.0.100 - 10.0.0.199. */
final class Sites {
  static final Inet4Address SERVER = Prefix.parseAddress("10.0.0.1");

  private Sites() {}

  static SiteConfig config() {
    return config("10.0.0.100", "10.0.0.199");
  }

  static SiteConfig config(@Nullable String rangeStart, @Nullable String rangeEnd) {
    return config("10.0.0.1/24", rangeStart, rangeEnd);
  }

  static SiteConfig config(String server, @Nullable String rangeStart, @Nullable String rangeEnd) {
    Path root = Path.of("/nowhere");
    return new SiteConfig(
        root.resolve("wwj.conf"),
        SiteConfig.Format.WWJ,
        "",
        Prefix.parse(server),
        null,
        "",
        new SiteConfig.Http(9873, true, Duration.ofSeconds(60)),
        new SiteConfig.Dhcp(
            true,
            rangeStart == null ? null : Prefix.parseAddress(rangeStart),
            rangeEnd == null ? null : Prefix.parseAddress(rangeEnd),
            Duration.ofHours(1),
            Prefix.parseAddress("10.0.0.254"),
            List.of(Prefix.parseAddress("10.0.0.2"), Prefix.parseAddress("10.0.0.3")),
            "cluster",
            true),
        new SiteConfig.Tftp(
            true, Map.of(0, "undionly.kpxe", 7, "snponly.efi", 11, "snponly-arm64.efi")),
        new SiteConfig.Nfs(true, List.of(), "nfs-server"),
        new SiteConfig.Ssh(List.of("ed25519", "ecdsa")),
        SiteConfig.Overlays.DEFAULTS,
        SiteConfig.Delivery.DEFAULTS,
        List.of(),
        new SiteConfig.Paths(
            root, root, root, root, root, root, root, root, root, root, root, root),
        WarewulfKeys.DEFAULTS,
        List.of());
  }

  static Snapshot snapshot(Node... nodes) {
    return new Snapshot(config(), List.of(nodes), List.of());
  }

  static Snapshot withoutRange(Node... nodes) {
    return new Snapshot(config(null, null), List.of(nodes), List.of());
  }

  static Node node(String name, String hwaddr, @Nullable String ipaddr, String netmask) {
    return node(name, hwaddr, ipaddr, netmask, null, "");
  }

  static Node node(
      String name,
      String hwaddr,
      @Nullable String ipaddr,
      String netmask,
      @Nullable String gateway,
      String mtu) {
    NetDevice device =
        new NetDevice(
            "default",
            "ethernet",
            "",
            "eth0",
            hwaddr,
            ipaddr == null ? null : Prefix.parseAddress(ipaddr),
            netmask.isEmpty() ? null : Prefix.parseAddress(netmask),
            gateway == null ? null : Prefix.parseAddress(gateway),
            "",
            "",
            "",
            mtu,
            Collections.emptySortedMap());
    SortedMap<String, NetDevice> devices = new TreeMap<>(Map.of("default", device));
    return new Node(
        name,
        false,
        "",
        List.of(),
        "",
        "",
        "debian-12",
        "",
        List.of(),
        List.of(),
        new Node.Kernel("", List.of()),
        new Node.Ipmi("", "", "", "", "", "", "", "", "", "", Collections.emptySortedMap()),
        "",
        "",
        devices,
        "default",
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }
}
