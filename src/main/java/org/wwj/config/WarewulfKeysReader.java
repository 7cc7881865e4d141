package org.wwj.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.wwj.net.Prefix6;

/** Reads {@link WarewulfKeys} and notes those that a site may miss something by. */
final class WarewulfKeysReader {
  private static final WarewulfKeys DEFAULTS = WarewulfKeys.DEFAULTS;
  static final Set<String> API = Set.of("enabled", "tls", "allowed subnets");
  static final Set<String> CLIENT = Set.of("port");
  static final Set<String> TEMPLATES = Set.of("default", "static");

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
    return new WarewulfKeys(server(), api(top.section("api").allow(API)), dhcp(), tftp(), port);
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

  private static String ipv6(Section section, String key) {
    return section.parsed(
        key,
        "",
        word -> {
          Prefix6.parseAddress(word);
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
