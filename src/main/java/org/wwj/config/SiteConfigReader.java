package org.wwj.config;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.net.BitRate;
import org.wwj.net.Prefix;
import org.wwj.net.Prefix6;

/** Reads {@code wwj.conf} or {@code warewulf.conf} (warewulf.md §2.1). */
public final class SiteConfigReader {
  static final Set<String> TOP =
      Set.of(
          "comment",
          "ipaddr",
          "netmask",
          "network",
          "fqdn",
          "ipaddr6",
          "prefixlen6",
          "ipv6net",
          "warewulf",
          "wwj",
          "api",
          "dhcp",
          "tftp",
          "nfs",
          "ssh",
          "overlays",
          "delivery",
          "image mounts",
          "container mounts",
          "wwclient",
          "paths",
          "WW_INTERNAL");
  static final Set<String> OVERLAYS = Set.of("outside functions");
  static final Set<String> DELIVERY = Set.of("transfers", "link speed", "mirrors", "peers");
  static final Set<String> SERVER =
      Set.of(
          "port",
          "tls port",
          "secure",
          "secure files",
          "tls",
          "update interval",
          "autobuild overlays",
          "host overlay",
          "grubboot",
          "systemd name",
          "syslog",
          "datastore");
  static final Set<String> DHCP =
      Set.of(
          "enabled",
          "template",
          "range start",
          "range end",
          "range6 start",
          "range6 end",
          "systemd name",
          "lease time",
          "gateway",
          "dns",
          "domain",
          "router advertisement");
  private static final Set<String> OLD_TOP = Set.of("WW_INTERNAL", "container mounts", "ipv6net");
  private static final Set<String> OLD_SERVER = Set.of("syslog", "datastore");

  private final Path file;
  private final HostAddress host;
  private final boolean warewulf;
  private final Problems problems;

  private SiteConfigReader(Path file, boolean warewulf, HostAddress host) {
    this.file = file;
    this.host = host;
    this.warewulf = warewulf;
    this.problems = new Problems(file.toString(), warewulf);
  }

  /**
   * Reads the settings and fills in the defaults.
   *
   * @throws ConfigException naming file and line of every mistake
   */
  public static SiteConfig read(Path file) {
    return parse(file, StrictYaml.text(file));
  }

  /** The settings in a text. */
  public static SiteConfig parse(Path file, String text) {
    return parse(file, text, HostAddress::ofThisHost);
  }

  static SiteConfig parse(Path file, String text, HostAddress host) {
    @Nullable Yaml document = StrictYaml.parse(file.toString(), text);
    return new SiteConfigReader(file, isWarewulfs(file, document), host).read(document);
  }

  /** By its name, or by keys that only Warewulf's files of old have. */
  private static boolean isWarewulfs(Path file, @Nullable Yaml document) {
    Problems none = new Problems(file.toString());
    Section top = Section.of("", document, none);
    return file.endsWith("warewulf.conf")
        || OLD_TOP.stream().anyMatch(top::contains)
        || OLD_SERVER.stream().anyMatch(top.section("warewulf")::contains)
        || top.section("nfs").contains("exports");
  }

  private SiteConfig read(@Nullable Yaml document) {
    Section top = Section.of("", document, problems).allow(TOP);
    if (top.contains("wwj") && top.contains("warewulf")) {
      problems.add(top.line("wwj"), "'wwj' and 'warewulf' are one section; keep only one of them");
    }
    Section server = top.section(top.contains("wwj") ? "wwj" : "warewulf").allow(SERVER);
    ServedFiles served = new ServedFiles(problems);
    SiteConfig.Nfs nfs = served.nfs(top.section("nfs"));
    SiteConfig.Ssh ssh = served.ssh(top.section("ssh"));
    Section dhcpSection = top.section("dhcp").allow(DHCP);
    Section tftpSection = top.section("tftp");
    WarewulfKeys keys =
        new WarewulfKeysReader(top, server, dhcpSection, tftpSection, problems).read();
    ServerAddress written = new ServerAddress(top, problems);
    @Nullable Prefix address = warewulf ? written.orFound(host) : written.read();
    @Nullable Prefix6 address6 = written.six();
    SiteConfig.Dhcp dhcp = dhcp(dhcpSection, address);
    SiteConfig.Paths paths =
        new SitePaths(file, warewulf, top.section("paths"), problems)
            .read(server.text("datastore", ""));
    SiteConfig.Tftp tftp = new Loaders(tftpSection, paths.ipxesource(), problems).read();
    List<SiteConfig.ImageMount> mounts = mounts(top);
    SiteConfig.Http http = http(server);
    SiteConfig.Overlays overlays =
        new SiteConfig.Overlays(
            top.section("overlays").allow(OVERLAYS).flag("outside functions", false));
    SiteConfig.Delivery delivery =
        delivery(top.section("delivery").allow(DELIVERY), address, http.port());
    problems.throwIfAny();
    if (address == null) {
      throw new ConfigException(file + ": no 'ipaddr'");
    }
    return new SiteConfig(
        file,
        warewulf ? SiteConfig.Format.WAREWULF : SiteConfig.Format.WWJ,
        top.text("comment", ""),
        address,
        address6,
        top.text("fqdn", ""),
        http,
        dhcp,
        tftp,
        nfs,
        ssh,
        overlays,
        delivery,
        mounts,
        paths,
        keys,
        problems.notices());
  }

  private SiteConfig.Http http(Section server) {
    boolean secure = server.flag("secure", true);
    if (!secure) {
      problems.warn(
          server.line("secure"),
          "'secure' is false: whoever names a node's MAC gets its overlays, keys and passwords"
              + " included; remove the line, and they go only to a machine that boots");
    }
    return new SiteConfig.Http(
        server.number("port", 9873, 1, 65535),
        secure,
        server.parsed("update interval", Duration.ofSeconds(60), Durations::parse));
  }

  private SiteConfig.Delivery delivery(Section section, @Nullable Prefix server, int port) {
    boolean measured = section.text("transfers", "auto").equals("auto");
    return new SiteConfig.Delivery(
        new MirrorsReader(section, problems).read(server, port),
        measured ? 0 : section.number("transfers", 0, 1, 10_000),
        section.parsed("link speed", null, BitRate::parse),
        section.flag("peers", false));
  }

  private SiteConfig.Dhcp dhcp(Section section, @Nullable Prefix network) {
    @Nullable Inet4Address start = section.parsed("range start", null, Prefix::parseAddress);
    @Nullable Inet4Address end = section.parsed("range end", null, Prefix::parseAddress);
    if ((start == null) != (end == null)
        && section.has("range start") != section.has("range end")) {
      problems.add(
          section.line(start == null ? "range end" : "range start"),
          "a dynamic range needs both 'range start' and 'range end'");
    }
    if (start != null && end != null && network != null) {
      checkRange(section, start, end, network);
    }
    List<Inet4Address> dns = new ArrayList<>();
    for (String word : section.list("dns")) {
      try {
        dns.add(Prefix.parseAddress(word));
      } catch (IllegalArgumentException e) {
        problems.add(section.line("dns"), "'dns': " + e.getMessage());
      }
    }
    return new SiteConfig.Dhcp(
        section.flag("enabled", true),
        start == null || end == null ? null : start,
        start == null || end == null ? null : end,
        section.parsed("lease time", Duration.ofHours(1), Durations::parse),
        section.parsed("gateway", null, Prefix::parseAddress),
        List.copyOf(dns),
        section.text("domain", ""),
        section.flag("router advertisement", true));
  }

  private void checkRange(Section section, Inet4Address start, Inet4Address end, Prefix network) {
    if (Integer.compareUnsigned(Prefix.toInt(start), Prefix.toInt(end)) > 0) {
      problems.add(section.line("range end"), "the dynamic range ends before it starts; swap them");
    }
    for (String key : List.of("range start", "range end")) {
      Inet4Address address = key.equals("range start") ? start : end;
      if (!network.contains(address)) {
        problems.add(
            section.line(key),
            "%s %s is outside the network of ipaddr %s"
                .formatted(key, address.getHostAddress(), network));
      }
    }
    int own = Prefix.toInt(network.address());
    if (Integer.compareUnsigned(Prefix.toInt(start), own) <= 0
        && Integer.compareUnsigned(own, Prefix.toInt(end)) <= 0) {
      problems.add(
          section.line("range start"),
          "the dynamic range holds the server's own address "
              + network.address().getHostAddress()
              + "; move the range");
    }
  }

  private List<SiteConfig.ImageMount> mounts(Section top) {
    String key = top.contains("image mounts") ? "image mounts" : "container mounts";
    Yaml value = top.value(key);
    if (value == null) {
      return List.of(
          new SiteConfig.ImageMount("/etc/resolv.conf", "/etc/resolv.conf", true, false));
    }
    List<SiteConfig.ImageMount> mounts = new ArrayList<>();
    if (value.target() instanceof Yaml.Sequence sequence) {
      for (Yaml item : sequence.items()) {
        Section mount =
            Section.of(key, item, problems)
                .allow(Set.of("source", "dest", "readonly", "options", "copy"));
        String source = mount.text("source", "");
        if (!source.startsWith("/")) {
          problems.add(item.line(), "an image mount needs 'source', an absolute path");
        }
        mounts.add(
            new SiteConfig.ImageMount(
                source,
                mount.text("dest", source),
                mount.flag("readonly", false),
                mount.flag("copy", false)));
        if (mount.has("options")) {
          problems.note(mount.line("options"), "'options' of a mount is not used by wwj");
        }
      }
    } else if (!(value.target() instanceof Yaml.Text text && text.isNull())) {
      problems.add(value.line(), "'" + key + "' takes a list of {source, dest, readonly, copy}");
    }
    return List.copyOf(mounts);
  }
}
