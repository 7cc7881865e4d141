package org.wwj.config;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;
import org.wwj.net.Prefix6;

/** Reads {@code wwj.conf} or {@code warewulf.conf} (warewulf.md §2.1). */
public final class SiteConfigReader {
  private static final Set<String> TOP =
      Set.of(
          "comment",
          "ipaddr",
          "netmask",
          "network",
          "fqdn",
          "ipaddr6",
          "prefixlen6",
          "warewulf",
          "wwj",
          "api",
          "dhcp",
          "tftp",
          "nfs",
          "ssh",
          "image mounts",
          "container mounts",
          "wwclient",
          "paths",
          "WW_INTERNAL");
  private static final Set<String> SERVER =
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
  private static final Set<String> DHCP =
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
  private static final Set<String> API = Set.of("enabled", "tls", "allowed subnets");

  private final String file;
  private final Problems problems;

  private SiteConfigReader(String file) {
    this.file = file;
    this.problems = new Problems(file);
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
  static SiteConfig parse(Path file, String text) {
    return new SiteConfigReader(file.toString())
        .read(file, StrictYaml.parse(file.toString(), text));
  }

  private SiteConfig read(Path file, @Nullable Yaml document) {
    Section top = Section.of("", document, problems).allow(TOP);
    if (top.contains("wwj") && top.contains("warewulf")) {
      problems.add(top.line("wwj"), "'wwj' and 'warewulf' are one section; keep only one of them");
    }
    Section server = top.section(top.contains("wwj") ? "wwj" : "warewulf").allow(SERVER);
    top.section("api").allow(API);
    top.section("wwclient").allow(Set.of("port"));
    @Nullable Prefix address = address(top);
    SiteConfig.Dhcp dhcp = dhcp(top.section("dhcp").allow(DHCP), address);
    ServedFiles served = new ServedFiles(problems);
    SiteConfig.Nfs nfs = served.nfs(top.section("nfs"));
    SiteConfig.Ssh ssh = served.ssh(top.section("ssh"));
    @Nullable Prefix6 address6 = address6(top);
    SiteConfig.Paths paths = new SitePaths(file, top.section("paths"), problems).read();
    SiteConfig.Tftp tftp = new Loaders(top.section("tftp"), paths.ipxesource(), problems).read();
    List<SiteConfig.ImageMount> mounts = mounts(top);
    SiteConfig.Http http =
        new SiteConfig.Http(
            server.number("port", 9873, 1, 65535),
            server.flag("secure", true),
            server.parsed("update interval", Duration.ofSeconds(60), Durations::parse));
    problems.throwIfAny();
    if (address == null) {
      throw new ConfigException(this.file + ": no 'ipaddr'");
    }
    return new SiteConfig(
        file,
        top.text("comment", ""),
        address,
        address6,
        top.text("fqdn", ""),
        http,
        dhcp,
        tftp,
        nfs,
        ssh,
        mounts,
        paths);
  }

  private @Nullable Prefix address(Section top) {
    String text = top.text("ipaddr", "");
    if (text.isEmpty()) {
      problems.add(
          top.line("ipaddr"),
          "'ipaddr' is missing: the server's address on the provisioning network with its prefix"
              + " length; add a line such as  ipaddr: 10.0.0.1/24");
      return null;
    }
    @Nullable Inet4Address netmask = top.parsed("netmask", null, Prefix::parseAddress);
    @Nullable Inet4Address network = top.parsed("network", null, Prefix::parseAddress);
    @Nullable Prefix prefix =
        top.parsed(
            "ipaddr",
            null,
            word -> {
              if (word.indexOf('/') >= 0) {
                return Prefix.parse(word);
              }
              Inet4Address plain = Prefix.parseAddress(word);
              if (netmask == null) {
                throw new IllegalArgumentException(
                    "the network's size is missing; write  ipaddr: "
                        + word
                        + "/24  or add netmask");
              }
              return Prefix.of(plain, netmask);
            });
    if (prefix != null && netmask != null && !netmask.equals(prefix.netmask())) {
      problems.add(
          top.line("netmask"),
          "netmask %s contradicts ipaddr %s; remove one"
              .formatted(netmask.getHostAddress(), prefix));
    }
    if (prefix != null && network != null && !network.equals(prefix.network())) {
      problems.add(
          top.line("network"),
          "network %s is not that of ipaddr %s, which is %s; remove the line"
              .formatted(network.getHostAddress(), prefix, prefix.network().getHostAddress()));
    }
    return prefix;
  }

  private @Nullable Prefix6 address6(Section top) {
    int length = top.number("prefixlen6", 64, 0, 128);
    return top.parsed(
        "ipaddr6", null, word -> Prefix6.parse(word.indexOf('/') < 0 ? word + "/" + length : word));
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
      }
    } else if (!(value.target() instanceof Yaml.Text text && text.isNull())) {
      problems.add(value.line(), "'" + key + "' takes a list of {source, dest, readonly, copy}");
    }
    return List.copyOf(mounts);
  }
}
