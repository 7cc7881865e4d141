package org.wwj.config;

import java.util.List;

/**
 * The keys of warewulf.conf that wwj's server does not act on, with Warewulf's defaults
 * (warewulf.md §2.1). Templates may ask for them, and {@code wwj check} names those that matter.
 *
 * @param server what section {@code warewulf:} holds beside {@link SiteConfig.Http}
 * @param api section {@code api:}
 * @param dhcp what section {@code dhcp:} holds beside {@link SiteConfig.Dhcp}
 * @param tftp what section {@code tftp:} holds beside {@link SiteConfig.Tftp}
 * @param clientPort {@code wwclient: port}, 0 for any
 */
public record WarewulfKeys(Server server, Api api, Dhcp dhcp, Tftp tftp, int clientPort) {
  /** What a file without any of them says. */
  public static final WarewulfKeys DEFAULTS =
      new WarewulfKeys(
          new Server(9874, true, false, true, true, false, ""),
          new Api(false, false, List.of("127.0.0.0/8", "::1/128")),
          new Dhcp("default", "", "", "dhcpd"),
          new Tftp("/var/lib/tftpboot", "tftp"),
          0);

  /**
   * Section {@code warewulf:}.
   *
   * @param tlsPort port of a second listener with TLS
   * @param secureFiles whether files are given only to those who may have them
   * @param tls whether there is that listener
   * @param autobuildOverlays whether overlays are renewed when asked for
   * @param hostOverlay whether the server itself gets an overlay
   * @param grubboot whether nodes boot by GRUB
   * @param systemdName the server's unit
   */
  public record Server(
      int tlsPort,
      boolean secureFiles,
      boolean tls,
      boolean autobuildOverlays,
      boolean hostOverlay,
      boolean grubboot,
      String systemdName) {}

  /** Section {@code api:}: whether there is one, only by TLS, and for whom. */
  public record Api(boolean enabled, boolean tls, List<String> allowedSubnets) {}

  /** Of section {@code dhcp:}: {@code default} or {@code static}, an IPv6 range, and the unit. */
  public record Dhcp(String template, String range6Start, String range6End, String systemdName) {}

  /** Of section {@code tftp:}: the folder and the unit. */
  public record Tftp(String tftproot, String systemdName) {}
}
