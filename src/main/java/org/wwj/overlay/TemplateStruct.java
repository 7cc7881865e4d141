package org.wwj.overlay;

import java.net.Inet4Address;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.net.Prefix;
import org.wwj.registry.Node;
import org.wwj.template.StringMap;

/** The data that a template is given: the site's facts and the node's own (warewulf.md §4.5). */
final class TemplateStruct {
  private static final DateTimeFormatter BUILD_TIME =
      DateTimeFormatter.ofPattern("MM-dd-yyyy HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private TemplateStruct() {}

  /**
   * Data for one template.
   *
   * @param self the node as struct
   * @param all every node of the site
   * @param buildHost the server's name
   */
  static Struct of(
      Node node,
      Struct self,
      Supplier<Object> all,
      SiteConfig config,
      String overlay,
      TreeFile template,
      String buildHost) {
    Prefix server = config.address();
    String ip = server.address().getHostAddress();
    String network = server.network().getHostAddress();
    WarewulfKeys keys = config.warewulf();
    String ipaddr6 = keys.ipaddr6();
    String prefixlen6 = keys.prefixlen6() == 0 ? "" : String.valueOf(keys.prefixlen6());
    Struct data =
        new Struct("overlay.TemplateStruct")
            .with("Id", node.name())
            .with("Hostname", node.name())
            .with("BuildHost", buildHost)
            // The template's own time: a rendering that changes with the clock could not be cached.
            .with("BuildTime", BUILD_TIME.format(Instant.ofEpochSecond(template.mtime())))
            .with("BuildTimeUnix", Long.toString(template.mtime()))
            .with("BuildSource", template.source().toString())
            .with("Ipaddr", ip)
            .with("IpCIDR", server.toString())
            .with("Netmask", server.netmask().getHostAddress())
            .with("Network", network)
            .with("NetworkCIDR", network + "/" + server.length())
            .with("Ipaddr6", ipaddr6)
            .with("PrefixLen6", prefixlen6)
            .with("IpCIDR6", prefixlen6.isEmpty() ? "" : ipaddr6 + "/" + prefixlen6)
            .with("Network6", "")
            .with("NetworkCIDR6", "")
            .with("Ipv6", !ipaddr6.isEmpty())
            .with("Overlay", overlay)
            .with("Container", node.imageName())
            .with("ContainerName", node.imageName())
            .with("Fqdn", config.fqdn().isEmpty() ? buildHost : config.fqdn())
            .with("Dhcp", dhcp(config.dhcp(), keys.dhcp()))
            .with("Nfs", nfs(keys.nfs()))
            .with("Ssh", new Struct("*config.SSHConf").with("KeyTypes", keys.sshKeyTypes()))
            .with("Warewulf", server(config.http()))
            .with("Tftp", tftp(config))
            .with("Paths", paths(config.paths()))
            .with("AllNodes", all)
            .with("ThisNode", () -> self);
    NodeStruct.fill(data, node);
    return data;
  }

  private static Struct dhcp(SiteConfig.Dhcp dhcp, WarewulfKeys.Dhcp keys) {
    return new Struct("*config.DHCPConf")
        .with("Template", keys.template())
        .with("RangeStart", Words.Ip.of(dhcp.rangeStart()).address())
        .with("RangeEnd", Words.Ip.of(dhcp.rangeEnd()).address())
        .with("Range6Start", keys.range6Start())
        .with("Range6End", keys.range6End())
        .with("SystemdName", "wwj")
        .with("Dns", dhcp.dns().stream().map(Inet4Address::getHostAddress).toList())
        .with("Domain", dhcp.domain())
        .method("Enabled", dhcp.enabled());
  }

  private static Struct nfs(WarewulfKeys.Nfs nfs) {
    return new Struct("*config.NFSConf")
        .with("ExportsExtended", nfs.exports().stream().map(TemplateStruct::export).toList())
        .with("SystemdName", nfs.systemdName())
        .method("Enabled", nfs.enabled() && !nfs.exports().isEmpty());
  }

  private static Struct export(WarewulfKeys.Export export) {
    return new Struct("*config.NFSExportConf")
        .with("Path", export.path())
        .with("ExportOptions", export.options());
  }

  private static Struct server(SiteConfig.Http http) {
    return new Struct("*config.WarewulfConf")
        .with("Port", (long) http.port())
        .with("TlsPort", 0L)
        .with("UpdateInterval", http.updateInterval().toSeconds())
        .method("Secure", http.secure())
        .method("SecureRuntime", http.secure())
        .method("SecureSystemOverlay", http.secure())
        .method("SecureFiles", http.secure())
        .method("TLSEnabled", false)
        .method("GrubBoot", false)
        .method("AutobuildOverlays", true)
        .method("EnableHostOverlay", false);
  }

  private static Struct tftp(SiteConfig config) {
    Map<String, String> names = new HashMap<>();
    config
        .tftp()
        .ipxe()
        .forEach((arch, name) -> names.put("%02X:%02X".formatted(arch >> 8, arch & 0xff), name));
    StringMap binaries = new StringMap(names);
    return new Struct("*config.TFTPConf")
        .with("TftpRoot", config.warewulf().tftp().tftproot())
        .with("IpxeBinaries", binaries)
        .with("SystemdName", "wwj")
        .method("Enabled", config.tftp().enabled());
  }

  private static Struct paths(SiteConfig.Paths paths) {
    return new Struct("*config.BuildConfig")
        .with("Sysconfdir", paths.sysconfdir().toString())
        .with("Localstatedir", paths.localstatedir().toString())
        .with("Cachedir", paths.cachedir().toString())
        .with("Ipxesource", paths.ipxesource().toString())
        .with("Datadir", paths.datadir().toString())
        .with("WWOverlaydir", paths.siteOverlays().toString())
        .with("WWChrootdir", paths.chroots().toString())
        .with("WWProvisiondir", paths.provision().toString());
  }
}
