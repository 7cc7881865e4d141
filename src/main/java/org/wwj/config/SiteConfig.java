package org.wwj.config;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.net.BitRate;
import org.wwj.net.Prefix;
import org.wwj.net.Prefix6;

/**
 * A site's settings: {@code wwj.conf} (or {@code warewulf.conf}) with every default filled in.
 *
 * @param file where it was read from
 * @param format whose file it is
 * @param comment the site's own words
 * @param address the server's address on the provisioning network, with that network's prefix
 * @param address6 the same by IPv6, or null: templates may ask for it, wwj itself serves by IPv4
 * @param fqdn the server's name, empty when not set
 * @param http the HTTP server
 * @param dhcp the DHCP server
 * @param tftp the TFTP server
 * @param nfs what the head node exports, which overlay {@code host} writes
 * @param ssh keys of nodes and users
 * @param overlays how overlays are rendered
 * @param delivery how images are handed out
 * @param imageMounts what {@code image exec} binds into an image
 * @param paths where things lie
 * @param warewulf keys that the server does not act on
 * @param notices what an admin should know about the file
 */
public record SiteConfig(
    Path file,
    Format format,
    String comment,
    Prefix address,
    @Nullable Prefix6 address6,
    String fqdn,
    Http http,
    Dhcp dhcp,
    Tftp tftp,
    Nfs nfs,
    Ssh ssh,
    Overlays overlays,
    Delivery delivery,
    List<ImageMount> imageMounts,
    Paths paths,
    WarewulfKeys warewulf,
    List<Notice> notices) {

  /** Whose settings a file holds. */
  public enum Format {
    /** wwj.conf: strict, with wwj's folders. */
    WWJ,
    /** warewulf.conf: what wwj does not know is only told, and folders are Warewulf's. */
    WAREWULF
  }

  /**
   * Something about a file that is no mistake.
   *
   * @param line where
   * @param warning whether it may keep something from working
   * @param text what, and what to do
   */
  public record Notice(int line, boolean warning, String text) {}

  /** {@code http://10.0.0.1:9873}: literal, as firmware has no resolver (firmware.md Q20). */
  public String baseUrl() {
    return "http://" + address.address().getHostAddress() + ":" + http.port();
  }

  /** The nodes.conf that belongs to this site. */
  public Path nodesFile() {
    return paths.nodes();
  }

  /**
   * Section {@code warewulf:} (also written {@code wwj:}).
   *
   * @param port TCP port of the HTTP server
   * @param secure whether overlays are given only against a boot's token
   * @param updateInterval how often nodes ask for their runtime overlay
   */
  public record Http(int port, boolean secure, Duration updateInterval) {}

  /**
   * Section {@code dhcp:}.
   *
   * @param enabled whether to serve at all
   * @param rangeStart first dynamic address, or null for reservations only
   * @param rangeEnd last dynamic address, inclusive
   * @param leaseTime what clients are told
   * @param gateway router given to clients whose node names none
   * @param dns name servers given to clients whose node names none
   * @param domain domain name, empty for none
   * @param routerAdvertisement whether a booting machine's router solicitation is answered with an
   *     advertisement of lifetime 0, which spares old iPXE builds 16 s (firmware.md 3.3)
   */
  public record Dhcp(
      boolean enabled,
      @Nullable Inet4Address rangeStart,
      @Nullable Inet4Address rangeEnd,
      Duration leaseTime,
      @Nullable Inet4Address gateway,
      List<Inet4Address> dns,
      String domain,
      boolean routerAdvertisement) {}

  /**
   * Section {@code tftp:}.
   *
   * @param enabled whether to serve at all
   * @param ipxe file name of the loader by client architecture, as in {@code 00:07: snponly.efi};
   *     looked up in {@link Paths#ipxesource}
   */
  public record Tftp(boolean enabled, Map<Integer, String> ipxe) {}

  /**
   * Section {@code nfs:}. wwj is no NFS server: templates use it.
   *
   * @param enabled whether the head node exports at all
   * @param exports {@code export paths:}
   * @param systemdName name of the NFS server's unit
   */
  public record Nfs(boolean enabled, List<Export> exports, String systemdName) {
    /** One folder to export, and how. */
    public record Export(String path, String options) {}
  }

  /**
   * Section {@code ssh:}.
   *
   * @param keyTypes kinds of host keys that nodes get: {@code ed25519}, {@code ecdsa}, {@code rsa}
   */
  public record Ssh(List<String> keyTypes) {}

  /**
   * Section {@code overlays:}, wwj's own.
   *
   * @param outside whether templates may look at the server's environment and ask its name servers
   */
  public record Overlays(boolean outside) {
    /** Those of a file that does not say otherwise. */
    public static final Overlays DEFAULTS = new Overlays(false);
  }

  /**
   * Section {@code delivery:}, wwj's own.
   *
   * @param mirrors caches of image chunks that nodes ask before the server
   * @param transfers images that are sent at the same time, 0 for as many as fill the link
   * @param link speed of the server's link, or null for what the interface says
   * @param peers whether nodes that are ready give others chunks of the image they run
   */
  public record Delivery(Mirrors mirrors, int transfers, @Nullable BitRate link, boolean peers) {
    /** Those of a file that does not say otherwise. */
    public static final Delivery DEFAULTS = new Delivery(Mirrors.NONE, 0, null, false);
  }

  /** One entry of {@code image mounts:}. */
  public record ImageMount(String source, String dest, boolean readonly, boolean copy) {}

  /**
   * Section {@code paths:}, Warewulf's names.
   *
   * @param sysconfdir holds {@code wwj/} with this file unless {@code --conf} says otherwise
   * @param nodes the site's nodes.conf: beside this file
   * @param localstatedir the site's state: keys, history
   * @param cachedir what can be rebuilt
   * @param ipxesource the distribution's folder of iPXE binaries
   * @param datadir what ships with wwj
   * @param distOverlays the overlays that ship
   * @param foreignOverlays a distribution's overlays taken over from Warewulf ({@code
   *     distoverlaydir}), for names that wwj does not ship; need not exist
   * @param siteOverlays the site's own overlays ({@code wwoverlaydir})
   * @param chroots image trees: {@code NAME/rootfs} ({@code wwchrootdir})
   * @param provision built generations: {@code images/NAME/GENERATION} ({@code wwprovisiondir})
   * @param runtime the server's socket and pid
   */
  public record Paths(
      Path sysconfdir,
      Path nodes,
      Path localstatedir,
      Path cachedir,
      Path ipxesource,
      Path datadir,
      Path distOverlays,
      Path foreignOverlays,
      Path siteOverlays,
      Path chroots,
      Path provision,
      Path runtime) {
    /** Where the site's own keys lie. */
    public Path keys() {
      return localstatedir.resolve("keys");
    }
  }
}
