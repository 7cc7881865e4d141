package org.wwj.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@link WarewulfKeys} and notes those that a site may miss something by. */
final class WarewulfKeysReader {
  private static final WarewulfKeys DEFAULTS = WarewulfKeys.DEFAULTS;
  static final Set<String> API = Set.of("enabled", "tls", "allowed subnets");
  static final Set<String> NFS = Set.of("enabled", "export paths", "exports", "systemd name");
  static final Set<String> SSH = Set.of("key types");
  static final Set<String> CLIENT = Set.of("port");
  static final Set<String> TEMPLATES = Set.of("default", "static");

  static final Set<String> KEY_TYPES = Set.of("ed25519", "ecdsa", "rsa", "dsa");
  static final Set<String> EXPORT = Set.of("path", "export options", "mount", "mount options");

  private final Section top;
  private final Section server;
  private final Section dhcp;
  private final Section tftp;
  private final Problems problems;

  WarewulfKeysReader(Section top, Section server, Section dhcp, Section tftp, Problems problems) {
    this.top = top;
    this.server = server;
    this.dhcp = dhcp;
    this.tftp = tftp;
    this.problems = problems;
  }

  WarewulfKeys read() {
    Section client = top.section("wwclient").allow(CLIENT);
    int port = client.number("port", 0, 0, 65535);
    if (port > 0) {
      unused(client, "port", "nodes ask from any port; the boot's token lets them in");
    }
    String ipv6 = ipv6(top, top.has("ipaddr6") ? "ipaddr6" : "ipv6net");
    int slash = ipv6.indexOf('/');
    int length = top.number("prefixlen6", 0, 0, 128);
    if (!ipv6.isEmpty()) {
      unused(top, top.has("ipaddr6") ? "ipaddr6" : "ipv6net", "nodes are served by IPv4");
    }
    return new WarewulfKeys(
        slash < 0 ? ipv6 : ipv6.substring(0, slash),
        slash < 0 || length > 0 ? length : length(ipv6.substring(slash + 1)),
        server(),
        api(top.section("api").allow(API)),
        dhcp(),
        tftp(),
        nfs(top.section("nfs")),
        ssh(top.section("ssh").allow(SSH)),
        port);
  }

  private WarewulfKeys.Server server() {
    WarewulfKeys.Server otherwise = DEFAULTS.server();
    WarewulfKeys.Server read =
        new WarewulfKeys.Server(
            server.number("tls port", otherwise.tlsPort(), 1, 65535),
            server.flag("secure files", server.flag("secure", true)),
            server.flag("tls", otherwise.tls()),
            server.flag("autobuild overlays", otherwise.autobuildOverlays()),
            server.flag("host overlay", otherwise.hostOverlay()),
            server.flag("grubboot", otherwise.grubboot()),
            server.text("systemd name", otherwise.systemdName()));
    if (read.tls()) {
      unused(server, "tls", "overlays go out by HTTP, and only for a boot's token");
    }
    if (!read.autobuildOverlays()) {
      unused(server, "autobuild overlays", "an overlay is always made of the files as they are");
    }
    if (read.grubboot()) {
      unused(server, "grubboot", "nodes boot by iPXE, also where Secure Boot would refuse it");
    }
    if (server.has("host overlay") && read.hostOverlay()) {
      unused(server, "host overlay", "the server's own files are left alone");
    }
    return read;
  }

  private WarewulfKeys.Api api(Section api) {
    List<String> subnets = api.list("allowed subnets");
    for (String subnet : subnets) {
      int slash = subnet.indexOf('/');
      boolean good =
          slash > 0
              && isAddress(subnet.substring(0, slash))
              && length(subnet.substring(slash + 1)) >= 0;
      if (!good) {
        problems.add(
            api.line("allowed subnets"),
            "'allowed subnets': '" + subnet + "' is not a network (like 10.0.0.0/24)");
      }
    }
    if (api.flag("enabled", false)) {
      unused(api, "enabled", "there is no REST API yet");
    }
    return new WarewulfKeys.Api(
        api.flag("enabled", false),
        api.flag("tls", false),
        subnets.isEmpty() ? DEFAULTS.api().allowedSubnets() : subnets);
  }

  private WarewulfKeys.Dhcp dhcp() {
    String template = dhcp.text("template", DEFAULTS.dhcp().template());
    if (!TEMPLATES.contains(template)) {
      problems.unknown(
          dhcp.line("template"), "'template' is '" + template + "'; known are default and static");
    }
    String start = ipv6(dhcp, "range6 start");
    String end = ipv6(dhcp, "range6 end");
    if (!start.isEmpty() || !end.isEmpty()) {
      unused(dhcp, start.isEmpty() ? "range6 end" : "range6 start", "nodes are served by IPv4");
    }
    return new WarewulfKeys.Dhcp(
        template, start, end, dhcp.text("systemd name", DEFAULTS.dhcp().systemdName()));
  }

  private WarewulfKeys.Tftp tftp() {
    if (tftp.has("tftproot")) {
      unused(tftp, "tftproot", "loaders come from 'paths: ipxesource', nothing else by TFTP");
    }
    return new WarewulfKeys.Tftp(
        tftp.text("tftproot", DEFAULTS.tftp().tftproot()),
        tftp.text("systemd name", DEFAULTS.tftp().systemdName()));
  }

  private WarewulfKeys.Nfs nfs(Section nfs) {
    nfs.allow(NFS);
    List<WarewulfKeys.Export> exports = new ArrayList<>();
    nfs.list("exports").forEach(path -> exports.add(new WarewulfKeys.Export(path, "")));
    Yaml value = nfs.value("export paths");
    if (value != null && value.target() instanceof Yaml.Sequence list) {
      for (Yaml item : list.items()) {
        Section export = Section.of("nfs: export paths", item, problems).allow(EXPORT);
        export.flag("mount", false);
        exports.add(
            new WarewulfKeys.Export(export.text("path", ""), export.text("export options", "")));
      }
    } else if (value != null && !(value.target() instanceof Yaml.Text text && text.isNull())) {
      problems.add(value.line(), "'export paths' takes a list of {path, export options}");
    }
    boolean enabled = nfs.flag("enabled", true);
    if (enabled && !exports.isEmpty()) {
      unused(
          nfs,
          nfs.contains("exports") ? "exports" : "export paths",
          "the host's own /etc/exports says what NFS shares");
    }
    return new WarewulfKeys.Nfs(
        enabled, List.copyOf(exports), nfs.text("systemd name", DEFAULTS.nfs().systemdName()));
  }

  private List<String> ssh(Section ssh) {
    List<String> types = ssh.list("key types");
    for (String type : types) {
      if (!KEY_TYPES.contains(type)) {
        problems.unknown(
            ssh.line("key types"),
            "'key types': '" + type + "' is none" + Spelling.hint(type, KEY_TYPES));
      }
    }
    return types.isEmpty() ? DEFAULTS.sshKeyTypes() : types;
  }

  private static String ipv6(Section section, String key) {
    return section.parsed(
        key,
        "",
        word -> {
          int slash = word.indexOf('/');
          String address = slash < 0 ? word : word.substring(0, slash);
          try {
            Inet6Address.ofLiteral(address);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + word + "' is not an IPv6 address", e);
          }
          if (slash >= 0 && length(word.substring(slash + 1)) < 0) {
            throw new IllegalArgumentException("'" + word + "' has no prefix length of 0 to 128");
          }
          return word;
        });
  }

  private static boolean isAddress(String word) {
    try {
      return !InetAddress.ofLiteral(word).isMulticastAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int length(String digits) {
    try {
      int length = Integer.parseInt(digits);
      return length >= 0 && length <= 128 ? length : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void unused(Section section, String key, String why) {
    problems.note(section.line(key), "'" + key + "' is not used by wwj: " + why);
  }
}
