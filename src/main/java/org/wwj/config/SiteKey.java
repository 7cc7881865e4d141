package org.wwj.config;

/**
 * The keys of wwj.conf with what they mean, for the manual page; {@link SiteConfigReader} reads
 * them. Keys that only Warewulf uses are accepted and not named here.
 */
public enum SiteKey {
  COMMENT("", "comment", "", "Your own words."),
  IPADDR(
      "",
      "ipaddr",
      "",
      "The server's address on the provisioning network with the network's prefix length, such as"
          + " 10.0.0.1/24. Required."),
  NETMASK("", "netmask", "", "The network's mask, when ipaddr has no prefix length."),
  NETWORK("", "network", "", "The network's own address; checked against ipaddr."),
  FQDN("", "fqdn", "", "The server's full name, for templates."),
  PORT("wwj", "port", "9873", "TCP port of the HTTP server. The section may be called warewulf."),
  SECURE(
      "wwj",
      "secure",
      "true",
      "Overlays are given only against the token of a boot, or of a node that runs."),
  UPDATE_INTERVAL(
      "wwj", "update interval", "60", "How often nodes ask for their runtime overlay, in seconds."),
  DHCP_ENABLED("dhcp", "enabled", "true", "Serve DHCP at all."),
  RANGE_START(
      "dhcp",
      "range start",
      "",
      "First of the addresses for machines that nodes.conf does not know; without a range they get"
          + " none."),
  RANGE_END("dhcp", "range end", "", "The last of them."),
  LEASE_TIME("dhcp", "lease time", "1h", "What clients are told, such as 90s, 30m or 12h."),
  GATEWAY("dhcp", "gateway", "", "Router for nodes whose own definition names none."),
  DNS("dhcp", "dns", "", "List of name servers for nodes whose own definition names none."),
  DOMAIN("dhcp", "domain", "", "Domain name given to clients."),
  ROUTER_ADVERTISEMENT(
      "dhcp",
      "router advertisement",
      "true",
      "Answer a booting machine's IPv6 router solicitation, which spares old iPXE builds a wait."),
  TFTP_ENABLED("tftp", "enabled", "true", "Serve TFTP at all."),
  IPXE(
      "tftp",
      "ipxe",
      "the distribution's",
      "Map from client architecture to the file of its loader, such as 00:07: snponly.efi; looked up"
          + " in paths: ipxesource."),
  IMAGE_MOUNTS(
      "",
      "image mounts",
      "/etc/resolv.conf",
      "List of what commands in an image see of the server: source, dest, readonly, copy."),
  OUTSIDE_FUNCTIONS(
      "overlays",
      "outside functions",
      "false",
      "Templates may call env, expandenv and getHostByName, which look at the server's environment"
          + " and ask its name servers."),
  MIRRORS(
      "delivery",
      "mirrors",
      "",
      "List of HTTP caches that nodes fetch image chunks from before they ask the server: url, and"
          + " subnet (10.1.0.0/16) or tag (rack=r7) of the nodes that ask it; tried in order."
          + " link speed (25G) tells `wwj boot plan` how fast it is."),
  TRANSFERS(
      "delivery",
      "transfers",
      "auto",
      "How many nodes are sent their image at the same time; the others wait for their turn, in"
          + " order of arrival. auto measures how many fill the link."),
  LINK_SPEED(
      "delivery",
      "link speed",
      "the interface's",
      "What the server's link carries, such as 1G, 25G or 2x10G as 20G: where the interface does not"
          + " say it, as in a virtual machine, or where the network behind it is slower."),
  PEERS(
      "delivery",
      "peers",
      "false",
      "Nodes that are ready give nodes of the same network chunks of the image they run, by TCP port"
          + " 9875. They are asked after mirrors and before the server. For root: squashfs and images"
          + " with systemd."),
  SYSCONFDIR("paths", "sysconfdir", "/etc", "Parent of the settings' folder."),
  LOCALSTATEDIR("paths", "localstatedir", "/var/lib/wwj", "The site's state: keys and history."),
  CACHEDIR("paths", "cachedir", "/var/cache/wwj", "What can be made again."),
  IPXESOURCE(
      "paths",
      "ipxesource",
      "the distribution's",
      "Folder of iPXE binaries, as packages bring them."),
  DATADIR("paths", "datadir", "where wwj is installed", "What ships with wwj."),
  WWOVERLAYDIR("paths", "wwoverlaydir", "LOCALSTATEDIR/overlays", "The site's own overlays."),
  DISTOVERLAYDIR(
      "paths",
      "distoverlaydir",
      "LOCALSTATEDIR/distoverlays",
      "Overlays taken over from Warewulf, for names that neither the site nor wwj has."),
  WWCHROOTDIR("paths", "wwchrootdir", "LOCALSTATEDIR/chroots", "The trees of images."),
  WWPROVISIONDIR(
      "paths", "wwprovisiondir", "LOCALSTATEDIR/provision", "What images are built into."),
  RUNDIR("paths", "rundir", "/run/wwj", "The running server's socket.");

  private final String section;
  private final String yaml;
  private final String standard;
  private final String help;

  SiteKey(String section, String yaml, String standard, String help) {
    this.section = section;
    this.yaml = yaml;
    this.standard = standard;
    this.help = help;
  }

  /** The section it stands in, empty for the top. */
  public String section() {
    return section;
  }

  /** Its key. */
  public String yaml() {
    return yaml;
  }

  /** What counts when it is not given, empty for nothing. */
  public String standard() {
    return standard;
  }

  /** What it means, in a sentence or two. */
  public String help() {
    return help;
  }
}
