package org.wwj;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * A small site for tests that need one and do not test reading it: 10.0.0.1/24, nodes at .11, .12,
 * … by name.
 */
public final class SiteFixture {
  private SiteFixture() {}

  /** Settings with every path below the folder. */
  public static SiteConfig config(Path folder) {
    return new SiteConfig(
        folder.resolve("etc/wwj.conf"),
        SiteConfig.Format.WWJ,
        "",
        Prefix.parse("10.0.0.1/24"),
        "",
        new SiteConfig.Http(9873, true, Duration.ofSeconds(60)),
        new SiteConfig.Dhcp(
            true,
            Prefix.parseAddress("10.0.0.200"),
            Prefix.parseAddress("10.0.0.250"),
            Duration.ofHours(1),
            null,
            List.of(),
            "",
            true),
        new SiteConfig.Tftp(
            true, Map.of(0, "undionly.kpxe", 7, "snponly.efi", 11, "snponly-arm64.efi")),
        List.of(),
        new SiteConfig.Paths(
            folder.resolve("etc"),
            folder.resolve("etc/nodes.conf"),
            folder.resolve("state"),
            folder.resolve("cache"),
            folder.resolve("ipxe"),
            folder.resolve("share"),
            folder.resolve("share/overlays"),
            folder.resolve("state/distoverlays"),
            folder.resolve("state/overlays"),
            folder.resolve("state/chroots"),
            folder.resolve("state/provision"),
            folder.resolve("run")),
        WarewulfKeys.DEFAULTS,
        List.of());
  }

  /** A snapshot with these nodes, each with one device. */
  public static Snapshot snapshot(Path folder, Map<String, MacAddress> macs) {
    List<Node> nodes = new ArrayList<>();
    int host = 11;
    for (Map.Entry<String, MacAddress> entry : new TreeMap<>(macs).entrySet()) {
      nodes.add(node(entry.getKey(), entry.getValue(), "10.0.0." + host++, "squashfs"));
    }
    return new Snapshot(config(folder), nodes, List.of());
  }

  /** A node with one device and the image {@code debian-12}. */
  public static Node node(String name, MacAddress mac, String address, String root) {
    NetDevice device =
        new NetDevice(
            "default",
            "",
            "",
            "eth0",
            mac.toString(),
            Prefix.parseAddress(address),
            netmask(),
            null,
            "",
            "",
            "",
            "",
            none());
    return new Node(
        name,
        false,
        "",
        List.of("default"),
        "",
        "",
        "debian-12",
        "default",
        List.of("hosts"),
        List.of("hostname"),
        new Node.Kernel("", List.of("quiet", "console=ttyS0")),
        new Node.Ipmi("", "", "", "", "", "", "", "", "", "", none()),
        "/sbin/init",
        root,
        new TreeMap<>(Map.of("default", device)),
        "",
        none(),
        none(),
        none(),
        none());
  }

  private static Inet4Address netmask() {
    return Prefix.parseAddress("255.255.255.0");
  }

  private static <V> SortedMap<String, V> none() {
    return new TreeMap<>();
  }
}
