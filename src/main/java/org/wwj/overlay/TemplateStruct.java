package org.wwj.overlay;

import java.net.Inet4Address;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.net.Prefix;
import org.wwj.net.Prefix6;
import org.wwj.registry.Node;
import org.wwj.template.Fields;
import org.wwj.template.StringMap;

/** The data that a template is given: the site's facts and the node's own (warewulf.md §4.5). */
final class TemplateStruct implements Fields {
  private static final DateTimeFormatter BUILD_TIME =
      DateTimeFormatter.ofPattern("MM-dd-yyyy HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What it has of its own from the node, under names that the node's struct does not have. */
  private static final Set<String> NAMES_OF_NODE =
      Set.of("Id", "Hostname", "Container", "ContainerName");

  private final Struct site;
  private final Fields node;
  private final List<Object> all;
  private final Looking looking;

  private TemplateStruct(Struct site, Fields node, List<Object> all, Looking looking) {
    this.site = site;
    this.node = node;
    this.all = all;
    this.looking = looking;
  }

  /**
   * Data for one template.
   *
   * @param looking takes down what is looked at
   * @param buildHost the server's name
   */
  static TemplateStruct of(
      Results.Subject subject,
      String overlay,
      TreeFile template,
      String buildHost,
      Looking looking) {
    return new TemplateStruct(
        site(subject.node(), subject.all().config(), overlay, template, buildHost),
        new Watched(new NodeStruct(subject.node()), looking::own),
        subject.all().watched(looking),
        looking);
  }

  /** Whether a field says something of the node. */
  static boolean isOfNode(String name) {
    return NAMES_OF_NODE.contains(name) || NodeStruct.has(name);
  }

  @Override
  public String typeName() {
    return site.typeName();
  }

  @Override
  public List<String> fieldNames() {
    List<String> names = new ArrayList<>(site.fieldNames());
    names.addAll(node.fieldNames());
    return names;
  }

  @Override
  public Object field(String name) {
    if (name.equals("ThisNode")) {
      return node;
    }
    if (name.equals("AllNodes")) {
      looking.atAll();
      return all;
    }
    if (NAMES_OF_NODE.contains(name)) {
      looking.own(name);
    }
    Object value = site.field(name);
    return NO_FIELD.equals(value) ? node.field(name) : value;
  }

  private static Struct site(
      Node node, SiteConfig config, String overlay, TreeFile template, String buildHost) {
    Prefix server = config.address();
    String ip = server.address().getHostAddress();
    String network = server.network().getHostAddress();
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
            .with("Overlay", overlay)
            .with("Container", node.imageName())
            .with("ContainerName", node.imageName())
            .with("Fqdn", config.fqdn().isEmpty() ? buildHost : config.fqdn())
            .with("Dhcp", dhcp(config.dhcp(), config.warewulf().dhcp()))
            .with("Nfs", nfs(config.nfs()))
            .with("Ssh", new Struct("*config.SSHConf").with("KeyTypes", config.ssh().keyTypes()))
            .with("Warewulf", server(config.http()))
            .with("Tftp", tftp(config))
            .with("Paths", paths(config.paths()));
    ipv6(data, config.address6());
    return data;
  }

  private static void ipv6(Struct data, @Nullable Prefix6 server) {
    String network = server == null ? "" : Prefix6.format(server.network());
    data.with("Ipaddr6", server == null ? "" : Prefix6.format(server.address()))
        .with("PrefixLen6", server == null ? "" : Integer.toString(server.length()))
        .with("IpCIDR6", server == null ? "" : server.toString())
        .with("Network6", network)
        .with("NetworkCIDR6", server == null ? "" : network + "/" + server.length())
        .with("Ipv6", server != null);
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

  private static Struct nfs(SiteConfig.Nfs nfs) {
    return new Struct("*config.NFSConf")
        .with("ExportsExtended", nfs.exports().stream().map(TemplateStruct::export).toList())
        .with("SystemdName", nfs.systemdName())
        .method("Enabled", nfs.enabled());
  }

  private static Struct export(SiteConfig.Nfs.Export export) {
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
        .method("EnableHostOverlay", true);
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

  /** Those of Warewulf's folders that wwj has no use for are its defaults. */
  private static Struct paths(SiteConfig.Paths paths) {
    return new Struct("*config.BuildConfig")
        .with("Bindir", "/usr/bin")
        .with("Sysconfdir", paths.sysconfdir().toString())
        .with("Localstatedir", paths.localstatedir().toString())
        .with("Cachedir", paths.cachedir().toString())
        .with("Ipxesource", paths.ipxesource().toString())
        .with("Srvdir", "/srv")
        .with("Firewallddir", "/usr/lib/firewalld/services")
        .with("Systemddir", "/usr/lib/systemd/system")
        .with("Datadir", paths.datadir().toString())
        .with("WWOverlaydir", paths.siteOverlays().toString())
        .with("WWChrootdir", paths.chroots().toString())
        .with("WWProvisiondir", paths.provision().toString())
        .with("WWClientdir", "/warewulf")
        .with("WWFilesdir", paths.localstatedir().resolve("files").toString());
  }
}
