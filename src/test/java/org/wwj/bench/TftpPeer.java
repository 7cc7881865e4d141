package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A TFTP server of one folder.
 *
 * @param program where its program is; of a package that is installed or was unpacked
 * @param windows whether it knows the windowsize option (RFC 7440)
 * @param command how it is started, in the foreground
 */
record TftpPeer(String name, String program, boolean windows, List<String> command) {
  private static final int CLIENTS = 2000;

  /** Ours; it serves the folder's files as two of its boot loaders. */
  static TftpPeer wwj(Path folder, Path files, String one, String other) {
    Path conf = folder.resolve("wwj.conf");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          conf,
          """
          ipaddr: %1$s
          dhcp: {enabled: false}
          tftp:
            enabled: true
            ipxe: {00:07: %4$s, 00:0B: %5$s}
          paths:
            ipxesource: %3$s
            localstatedir: %2$s/state
            cachedir: %2$s/cache
            rundir: %2$s/run
          """
              .formatted(LoadNet.NETWORK, folder, files, one, other));
      Files.writeString(folder.resolve("nodes.conf"), "nodeprofiles: {}\nnodes: {}\n");
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
    return new TftpPeer(
        "wwj", "./wwj", true, List.of("./wwj", "server", "--conf", conf.toString()));
  }

  static TftpPeer dnsmasq(Path files) {
    return new TftpPeer(
        "dnsmasq",
        program("dnsmasq", files),
        false,
        List.of(
            "dnsmasq",
            "-k",
            "--conf-file=/dev/null",
            "--port=0",
            "--user=root",
            "--pid-file=",
            "--enable-tftp",
            "--tftp-max=" + CLIENTS,
            "--tftp-root=" + files));
  }

  static TftpPeer hpa(Path files) {
    String program = program("in.tftpd", files);
    return new TftpPeer(
        "tftpd-hpa",
        program,
        false,
        List.of(program, "-L", "-s", "-u", "root", "-a", LoadNet.SERVER + ":69", files.toString()));
  }

  static TftpPeer atftpd(Path files) {
    String program = program("atftpd", files);
    return new TftpPeer(
        "atftpd",
        program,
        true,
        List.of(
            program,
            "--daemon",
            "--no-fork",
            "--user",
            "root.root",
            "--bind-address",
            LoadNet.SERVER,
            "--maxthread",
            String.valueOf(CLIENTS),
            "--verbose=0",
            "--logfile",
            "/dev/null",
            files.toString()));
  }

  /** Two of the servers cannot be installed beside each other; the other one is unpacked. */
  private static String program(String name, Path files) {
    return Stream.of("/usr/sbin", "/usr/bin", files.resolveSibling("unpacked/usr/sbin").toString())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse("");
  }

  boolean installed() {
    return !program.isEmpty();
  }
}
