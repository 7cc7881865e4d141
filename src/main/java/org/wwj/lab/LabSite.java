package org.wwj.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wwj.net.Prefix;

/**
 * The site the lab's server serves: {@code wwj.conf} and {@code nodes.conf}, as an admin writes
 * them.
 */
final class LabSite {
  private LabSite() {}

  /** Writes both files where they are missing: what the user has changed since stays. */
  static void write(LabDir dir, LabState state) {
    writeNew(dir.conf(), conf(dir, state.server()));
    writeNew(dir.etc().resolve("nodes.conf"), nodes(state));
  }

  private static void writeNew(Path file, String text) {
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static String conf(LabDir dir, Prefix server) {
    int network = Prefix.toInt(server.network());
    return """
    # The lab's site. Everything of it lies below one folder.
    comment: virtual cluster of wwj lab
    ipaddr: %1$s
    dhcp:
      enabled: true
      range start: %2$s
      range end: %3$s
    tftp:
      enabled: true
    paths:
      sysconfdir: %4$s
      localstatedir: %5$s
      cachedir: %6$s
      wwchrootdir: %7$s
      wwprovisiondir: %8$s
      wwoverlaydir: %9$s
      rundir: %10$s
    """
        .formatted(
            server,
            Prefix.fromInt(network + 200).getHostAddress(),
            Prefix.fromInt(network + 250).getHostAddress(),
            quote(dir.etc()),
            quote(dir.root().resolve("state")),
            quote(dir.root().resolve("cache")),
            quote(dir.chroots()),
            quote(dir.provision()),
            quote(dir.root().resolve("overlays")),
            quote(dir.runtime()));
  }

  static String nodes(LabState state) {
    StringBuilder text =
        new StringBuilder(
            """
            nodeprofiles:
              default:
                comment: what all machines of the lab share
                image name: %s
                init: /sbin/init
                kernel:
                  args:
                    - console=ttyS0
                    - panic=5
                system overlay:
                  - hostname
                  - hosts
                  - resolv
                  - systemd.networkd
                  - NetworkManager
                  - ready
                runtime overlay:
                  - hosts
            nodes:
            """
                .formatted(state.image()));
    for (Machine machine : state.machines()) {
      text.append(
          """
            %s:
              comment: %s
              profiles:
                - default
              network devices:
                default:
                  hwaddr: "%s"
                  ipaddr: %s
                  netmask: %s
          """
              .formatted(
                  machine.name(),
                  machine.firmware().word(),
                  machine.mac(),
                  machine.address().getHostAddress(),
                  state.server().netmask().getHostAddress()));
    }
    return text.toString();
  }

  private static String quote(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
