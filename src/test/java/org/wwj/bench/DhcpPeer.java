package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A DHCP server with a reservation and a boot file for each machine, and a log as quiet as it takes
 * settings for.
 *
 * @param program what must be installed
 * @param command how it is started, in the foreground
 */
record DhcpPeer(String name, String program, List<String> command) {
  /** Ours, as it comes: a line in the log for each offer and each address given. */
  static DhcpPeer wwj(Path folder, int machines) {
    List<String> nodes =
        each(
            machines,
            """
              n%05d:
                network devices:
                  default:
                    hwaddr: %s
                    ipaddr: %s
                    netmask: 255.255.0.0
            """);
    Path conf =
        write(
            folder,
            "wwj.conf",
            """
            ipaddr: %1$s
            dhcp: {enabled: true}
            tftp: {enabled: true}
            paths:
              localstatedir: %2$s/state
              cachedir: %2$s/cache
              rundir: %2$s/run
            """
                .formatted(LoadNet.NETWORK, folder));
    write(folder, "nodes.conf", "nodeprofiles: {}\nnodes:\n" + String.join("", nodes));
    return new DhcpPeer("wwj", "./wwj", List.of("./wwj", "server", "--conf", conf.toString()));
  }

  /** Kea with its leases in a file that it appends to, one thread, warnings only. */
  static DhcpPeer kea(Path folder, int machines) {
    List<String> hosts =
        each(machines, "{\"hostname\": \"n%05d\", \"hw-address\": \"%s\", \"ip-address\": \"%s\"}");
    Path conf =
        write(
            folder,
            "kea.conf",
            """
            {"Dhcp4": {
              "interfaces-config": {"interfaces": ["%1$s"], "re-detect": false},
              "lease-database": {"type": "memfile", "name": "%2$s/leases.csv", "lfc-interval": 0},
              "host-reservation-identifiers": ["hw-address"],
              "valid-lifetime": 86400,
              "next-server": "%3$s",
              "boot-file-name": "snponly.efi",
              "subnet4": [{"id": 1, "subnet": "10.77.0.0/16", "reservations-out-of-pool": true,
                "reservations": [%4$s]}],
              "loggers": [{"name": "kea-dhcp4", "severity": "WARN",
                "output_options": [{"output": "stdout"}]}]
            }}
            """
                .formatted(LoadNet.DEVICE, folder, LoadNet.SERVER, String.join(",\n", hosts)));
    return new DhcpPeer(
        "Kea",
        "kea-dhcp4",
        List.of(
            "env",
            "KEA_PIDFILE_DIR=" + folder,
            "KEA_LOCKFILE_DIR=" + folder,
            "kea-dhcp4",
            "-c",
            conf.toString()));
  }

  /** dnsmasq that keeps no lease file, which would cost it ten times as much. */
  static DhcpPeer dnsmasq(Path folder, int machines) {
    List<String> hosts = each(machines, "dhcp-host=%2$s,%3$s,n%1$05d\n");
    Path conf =
        write(
            folder,
            "dnsmasq.conf",
            """
            port=0
            user=root
            leasefile-ro
            quiet-dhcp
            no-ping
            dhcp-range=10.77.0.0,static,255.255.0.0,24h
            dhcp-boot=snponly.efi
            dhcp-lease-max=100000
            pid-file=%s/dnsmasq.pid
            """
                    .formatted(folder)
                + String.join("", hosts));
    return new DhcpPeer("dnsmasq", "dnsmasq", List.of("dnsmasq", "-k", "-C", conf.toString()));
  }

  /** ISC's with fixed addresses, for which it writes no leases. */
  static DhcpPeer isc(Path folder, int machines) {
    List<String> hosts = each(machines, "host n%05d { hardware ethernet %s; fixed-address %s; }\n");
    Path conf =
        write(
            folder,
            "dhcpd.conf",
            """
            authoritative;
            next-server %s;
            filename "snponly.efi";
            subnet 10.77.0.0 netmask 255.255.0.0 {}
            """
                    .formatted(LoadNet.SERVER)
                + String.join("", hosts));
    Path leases = write(folder, "dhcpd.leases", "");
    return new DhcpPeer(
        "isc-dhcpd",
        "dhcpd",
        List.of(
            "dhcpd",
            "-4",
            "-f",
            "-cf",
            conf.toString(),
            "-lf",
            leases.toString(),
            "-pf",
            folder.resolve("dhcpd.pid").toString(),
            LoadNet.DEVICE));
  }

  boolean installed() {
    return program.startsWith("./")
        || Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin")
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** What it calls its version. */
  String version() {
    return switch (name) {
      case "Kea" -> "Kea " + Command.firstLine("kea-dhcp4", "-v");
      case "isc-dhcpd" -> Command.firstLine("dhcpd", "--version");
      default -> name;
    };
  }

  private static List<String> each(int machines, String format) {
    return IntStream.range(0, machines)
        .mapToObj(i ->
            format.formatted(
                i,
                "52:54:00:00:%02x:%02x".formatted(i >> 8, i & 255),
                "10.77.%d.%d".formatted(16 + i / 250, i % 250 + 1)))
        .toList();
  }

  private static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(Files.createDirectories(folder).resolve(name), text);
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }
}
