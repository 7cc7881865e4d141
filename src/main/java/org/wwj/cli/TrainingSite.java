package org.wwj.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wwj.archive.Digest;
import org.wwj.image.sign.SigningKey;
import org.wwj.net.MacAddress;

/**
 * A small site for a training run: its files as admins write them, an image of no use, and nodes on
 * loopback addresses, so that machines may boot from it without root.
 *
 * @param conf its wwj.conf
 * @param port of its HTTP server
 */
record TrainingSite(Path conf, int port) {
  /** Few, as the run itself is no measurement. */
  static final int NODES = 300;

  private static final int IMAGE_BYTES = 4 << 20;
  private static final String GENERATION = "20260101T000000Z-00000000";

  /** Writes the site into a folder. */
  static TrainingSite in(Path folder) throws IOException {
    Path conf = folder.resolve("wwj.conf");
    int port = freePort();
    Files.writeString(
        conf,
        """
        ipaddr: 127.0.0.1/8
        warewulf: {port: %2$d}
        dhcp: {enabled: false}
        tftp: {enabled: false}
        delivery: {transfers: 4}
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
          wwprovisiondir: %1$s/provision
        """
            .formatted(folder, port));
    Files.writeString(folder.resolve("nodes.conf"), nodes());
    image(folder);
    return new TrainingSite(conf, port);
  }

  /** The hardware address of a node by number, from 1. */
  static MacAddress mac(int node) {
    return MacAddress.parse("52:54:00:00:%02x:%02x".formatted(node / 200, node % 200));
  }

  /** The address of a node by number, from 1. */
  static String address(int node) {
    return "127.0.%d.%d".formatted(node / 200, node % 200 + 2);
  }

  private static String nodes() {
    StringBuilder nodes =
        new StringBuilder(
            """
            # As sites write it.
            nodeprofiles:
              default:
                image name: trained
                system overlay: [hostname, hosts]
                kernel:
                  args:
                  - quiet
                ipmi:
                  username: admin
                network devices:
                  default:
                    netmask: 255.0.0.0
                    gateway: 127.0.0.1
            nodes:
            """);
    for (int node = 1; node <= NODES; node++) {
      nodes.append(
          """
            c%d:
              profiles:
              - default
              network devices:
                default:
                  hwaddr: %s
                  ipaddr: %s
              tags:
                rack: "%d"  # since may
          """
              .formatted(node, mac(node), address(node), node / 200));
    }
    return nodes.toString();
  }

  private static void image(Path folder) throws IOException {
    Path images = folder.resolve("provision/images/trained");
    Path generation = Files.createDirectories(images.resolve(GENERATION));
    Files.createSymbolicLink(images.resolve("current"), Path.of(GENERATION));
    Files.write(generation.resolve("vmlinuz"), new byte[IMAGE_BYTES]);
    Files.write(generation.resolve("stage1.img"), new byte[1]);
    Files.write(generation.resolve("root.squashfs"), new byte[IMAGE_BYTES]);
    Digest digest = Digest.of(generation.resolve("root.squashfs"));
    SigningKey key = SigningKey.load(folder.resolve("state/keys"));
    String head = "image trained\ngeneration " + GENERATION + "\n";
    String manifest =
        """
        format wwj-manifest 1
        %1$skernel-version 6.12.0
        size %2$d
        tree-size %2$d
        sha256 %3$s
        sha512 %4$s
        part %4$s 0 %2$d
        chunk %3$s 0 %2$d
        """
            .formatted(head, IMAGE_BYTES, digest, "0".repeat(128));
    Files.writeString(
        generation.resolve("manifest"), key.sign(manifest).format(), StandardCharsets.ISO_8859_1);
    StringBuilder files = new StringBuilder("format wwj-files 1\n" + head);
    for (String file : new String[] {"manifest", "root.squashfs", "stage1.img", "vmlinuz"}) {
      Path path = generation.resolve(file);
      files.append("file %s %d %s\n".formatted(Digest.of(path), Files.size(path), file));
    }
    Files.writeString(
        generation.resolve("files"),
        key.sign(files.toString()).format(),
        StandardCharsets.ISO_8859_1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
