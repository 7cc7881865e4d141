package org.wwj.boot;

import java.util.Optional;
import org.wwj.config.SiteConfig;

/**
 * What a machine is told to load next, by the program that asks. A pure function of client and
 * settings.
 */
public final class BootPolicy {
  /** iPXE fills in what card it is: type of the bus, vendor, device, such as 01:80:86:15:39. */
  public static final String BUSID = "${netX/busid}";

  private BootPolicy() {}

  /**
   * The boot file for a DHCP reply: a TFTP file name, or an absolute URL for iPXE and HTTP boot.
   * Empty for clients that boot nothing.
   */
  public static Optional<String> bootFile(NetbootClient client, SiteConfig config) {
    return switch (client.kind()) {
      case IPXE ->
          Optional.of(config.baseUrl() + "/ipxe/" + client.mac().dashed() + "?busid=" + BUSID);
      case PXE -> client.arch().flatMap(arch -> loader(arch, config));
      case HTTP ->
          client
              .arch()
              .flatMap(arch -> loader(arch, config))
              .map(file -> config.baseUrl() + "/efiboot/" + file);
      case OTHER -> Optional.empty();
    };
  }

  private static Optional<String> loader(Arch arch, SiteConfig config) {
    return Optional.ofNullable(config.tftp().ipxe().get(arch.loaderKey()));
  }
}
