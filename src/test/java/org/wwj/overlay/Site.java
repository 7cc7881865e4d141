package org.wwj.overlay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.image.ImageStore;
import org.wwj.net.Prefix;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/** A site in a folder of its own, with overlays that tests write. */
record Site(Path folder, Path dist) {
  static final Duration INTERVAL = Duration.ofSeconds(60);

  static Site in(Path folder) {
    return new Site(folder, folder.resolve("dist"));
  }

  /** The overlays that ship, with a site folder for others. */
  static Site shipped(Path folder) {
    return new Site(folder, Path.of("overlays").toAbsolutePath());
  }

  SiteConfig config(String... dns) {
    return new SiteConfig(
        folder.resolve("wwj.conf"),
        SiteConfig.Format.WWJ,
        "",
        Prefix.parse("10.0.0.1/24"),
        "",
        new SiteConfig.Http(9873, true, INTERVAL),
        new SiteConfig.Dhcp(
            true,
            null,
            null,
            Duration.ofMinutes(10),
            null,
            List.of(dns).stream().map(Prefix::parseAddress).toList(),
            "",
            true),
        new SiteConfig.Tftp(true, Map.of()),
        List.of(),
        new SiteConfig.Paths(
            folder,
            folder.resolve("nodes.conf"),
            folder,
            folder,
            folder,
            folder,
            dist,
            folder.resolve("foreign"),
            folder.resolve("site"),
            folder.resolve("chroots"),
            folder.resolve("provision"),
            folder),
        WarewulfKeys.DEFAULTS,
        List.of());
  }

  OverlayRenderer renderer() {
    SiteConfig.Paths paths = config().paths();
    return new OverlayRenderer(
        new OverlayStore(paths), new ImageStore(paths.chroots(), paths.provision()), "sms");
  }

  Snapshot snapshot(Node... nodes) {
    return new Snapshot(config(), List.of(nodes), List.of());
  }

  /** Writes a file of a layer, {@code dist} or {@code site}. */
  Path write(String layer, String overlay, String path, String text) {
    Path file =
        (layer.equals("dist") ? dist : folder.resolve(layer)).resolve(overlay).resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static Node node(String name, List<String> overlays, NetDevice... devices) {
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

  static NetDevice device(
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
}
