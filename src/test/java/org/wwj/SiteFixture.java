package org.wwj;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.config.Mirrors;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.image.ImageStore;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.net.Prefix6;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;

/**
 * A small site for tests that need one and do not test reading it: 10.0.0.1/24, nodes at .11, .12,
 * … by name. As a record it is one in a folder of its own, with overlays, images and server files
 * that tests write.
 *
 * @param folder where all of it lies
 * @param dist the distribution's overlays
 */
public record SiteFixture(Path folder, Path dist) {
  /** A site without any overlay. */
  public static SiteFixture in(Path folder) {
    return new SiteFixture(folder, config(folder).paths().distOverlays());
  }

  /** The overlays that ship, with a site folder for others. */
  public static SiteFixture shipped(Path folder) {
    return new SiteFixture(folder, Path.of("overlays").toAbsolutePath());
  }

  /** Settings of this site. */
  public SiteConfig config() {
    SiteConfig plain = config(folder);
    SiteConfig.Paths p = plain.paths();
    return new SiteConfig(
        plain.file(),
        plain.format(),
        plain.comment(),
        plain.address(),
        Prefix6.parse("fd00::1/64"),
        plain.fqdn(),
        plain.http(),
        plain.dhcp(),
        plain.tftp(),
        new SiteConfig.Nfs(
            true,
            List.of(
                new SiteConfig.Nfs.Export("/home", "rw,sync,no_subtree_check"),
                new SiteConfig.Nfs.Export("/opt/ohpc/pub", "ro,no_subtree_check")),
            "nfs-server"),
        plain.ssh(),
        plain.overlays(),
        plain.delivery(),
        plain.imageMounts(),
        new SiteConfig.Paths(
            p.sysconfdir(),
            p.nodes(),
            p.localstatedir(),
            p.cachedir(),
            p.ipxesource(),
            p.datadir(),
            dist,
            p.foreignOverlays(),
            p.siteOverlays(),
            p.chroots(),
            p.provision(),
            p.runtime()),
        plain.warewulf(),
        plain.notices());
  }

  /** The same nodes where templates may look at the server's environment. */
  public static Snapshot open(Snapshot snapshot) {
    return with(
        snapshot,
        snapshot.config().dhcp(),
        new SiteConfig.Overlays(true),
        snapshot.config().delivery());
  }

  /** The same nodes, which give each other chunks. */
  public static Snapshot peers(Snapshot snapshot) {
    return with(
        snapshot,
        snapshot.config().dhcp(),
        snapshot.config().overlays(),
        new SiteConfig.Delivery(Mirrors.NONE, 0, null, true));
  }

  /** The same nodes where another server answers DHCP. */
  public static Snapshot withoutDhcp(Snapshot snapshot) {
    SiteConfig c = snapshot.config();
    SiteConfig.Dhcp d = c.dhcp();
    return with(
        snapshot,
        new SiteConfig.Dhcp(
            false,
            d.rangeStart(),
            d.rangeEnd(),
            d.leaseTime(),
            d.gateway(),
            d.dns(),
            d.domain(),
            d.routerAdvertisement()),
        c.overlays(),
        c.delivery());
  }

  private static Snapshot with(
      Snapshot snapshot,
      SiteConfig.Dhcp dhcp,
      SiteConfig.Overlays overlays,
      SiteConfig.Delivery delivery) {
    SiteConfig c = snapshot.config();
    return new Snapshot(
        new SiteConfig(
            c.file(),
            c.format(),
            c.comment(),
            c.address(),
            c.address6(),
            c.fqdn(),
            c.http(),
            dhcp,
            c.tftp(),
            c.nfs(),
            c.ssh(),
            overlays,
            delivery,
            c.imageMounts(),
            c.paths(),
            c.warewulf(),
            c.notices()),
        snapshot.nodes().values(),
        List.of());
  }

  /** Renders for this site; the server is called {@code sms} and its files are those written. */
  public OverlayRenderer renderer() {
    SiteConfig.Paths paths = config().paths();
    return new OverlayRenderer(
        new OverlayStore(paths),
        new ImageStore(paths.chroots(), paths.provision()),
        "sms",
        folder.resolve("host"));
  }

  /** A snapshot with these nodes. */
  public Snapshot snapshot(Node... nodes) {
    return new Snapshot(config(), List.of(nodes), List.of());
  }

  /** A snapshot of a nodes.conf. */
  public Snapshot parse(String nodes) {
    return Registry.snapshot(config(), NodesFile.parse(Path.of("nodes.conf"), nodes));
  }

  /**
   * Writes a file of a layer.
   *
   * @param layer {@code dist}, {@code foreign} or {@code site} for overlays, {@code chroots} for
   *     images, {@code etc}, {@code state} or {@code host} for the server
   */
  public Path write(String layer, String path, String text) {
    SiteConfig.Paths paths = config().paths();
    Path root =
        switch (layer) {
          case "dist" -> dist;
          case "site" -> paths.siteOverlays();
          case "foreign" -> paths.foreignOverlays();
          case "chroots" -> paths.chroots();
          case "state" -> paths.localstatedir();
          default -> folder.resolve(layer);
        };
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A file of an overlay. */
  public Path write(String layer, String overlay, String path, String text) {
    return write(layer, overlay + "/" + path, text);
  }

  /** Settings with every path below the folder. */
  public static SiteConfig config(Path folder) {
    return new SiteConfig(
        folder.resolve("etc/wwj.conf"),
        SiteConfig.Format.WWJ,
        "",
        Prefix.parse("10.0.0.1/24"),
        null,
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
        new SiteConfig.Nfs(true, List.of(), "nfs-server"),
        new SiteConfig.Ssh(List.of("ed25519", "ecdsa")),
        SiteConfig.Overlays.DEFAULTS,
        SiteConfig.Delivery.DEFAULTS,
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

  /** A node with these system overlays and devices. */
  public static Node node(String name, List<String> overlays, NetDevice... devices) {
    TreeMap<String, NetDevice> all = new TreeMap<>();
    for (NetDevice device : devices) {
      all.put(device.name(), device);
    }
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
        overlays,
        new Node.Kernel("6.1.0", List.of("quiet", "crashkernel=no")),
        new Node.Ipmi("admin", "secret", "", "", "", "", "", "", "", "", new TreeMap<>()),
        "/sbin/init",
        "squashfs",
        all,
        "default",
        new TreeMap<>(Map.of("role", "compute")),
        new TreeMap<>(
            Map.of(
                "/dev/vda",
                new Node.Disk(
                    true,
                    new TreeMap<>(
                        Map.of(
                            "scratch",
                            new Node.Partition("1", "", "", "", "", null, true, null)))))),
        new TreeMap<>(),
        new TreeMap<>(Map.of("fstab", List.of(Map.of("file", "/home", "freq", 0)))));
  }

  /** A device; an address comes with the mask of a /24. */
  public static NetDevice device(
      String name, String mac, String ip, String gateway, Map<String, String> tags) {
    return new NetDevice(
        name,
        "",
        "",
        name.equals("default") ? "eth0" : "",
        mac,
        ip.isEmpty() ? null : Prefix.parseAddress(ip),
        ip.isEmpty() ? null : Prefix.parseAddress("255.255.255.0"),
        gateway.isEmpty() ? null : Prefix.parseAddress(gateway),
        "",
        "",
        "",
        "",
        new TreeMap<>(tags));
  }

  private static Inet4Address netmask() {
    return Prefix.parseAddress("255.255.255.0");
  }

  private static <V> SortedMap<String, V> none() {
    return new TreeMap<>();
  }
}
