package org.wwj.testnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.wwj.archive.Digest;
import org.wwj.image.Manifest;

/** A server of one image that cannot be booted: bytes of chance in chunks of the usual sizes. */
public final class HeadNode {
  /** Where it gives chunks. */
  public static final String URL = "http://" + TestNet.SERVER + ":9873";

  private final Path folder;
  private final Manifest manifest;

  private HeadNode(Path folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /** Writes a site with an image of so many bytes into a folder. */
  public static HeadNode prepare(Path folder, int size) throws IOException {
    Path generation =
        Files.createDirectories(
            folder.resolve("provision/images/chance/20260101T000000Z-00000000"));
    Random random = new Random(11);
    byte[] image = new byte[size];
    random.nextBytes(image);
    Files.write(generation.resolve("root.squashfs"), image);
    String sha512 = HexFormat.of().formatHex(Digest.sha512().digest(image));
    StringBuilder text = new StringBuilder("format wwj-manifest 1\nimage chance\n");
    text.append("generation ").append(generation.getFileName());
    text.append("\nkernel-version 6.1.0\nsize ").append(size).append("\ntree-size 4096\n");
    text.append("sha256 ").append(Digest.of(image)).append("\nsha512 ").append(sha512);
    text.append("\npart ").append(sha512).append(" 0 ").append(size).append('\n');
    for (int at = 0; at < size; ) {
      int length = Math.min(size - at, (256 << 10) + random.nextInt(3 << 19));
      Digest digest = Digest.of(java.util.Arrays.copyOfRange(image, at, at + length));
      text.append("chunk %s %d %d\n".formatted(digest, at, length));
      at += length;
    }
    Files.writeString(generation.resolve("manifest"), text);
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(
        folder.resolve("etc/wwj.conf"),
        """
        ipaddr: %1$s/24
        dhcp: {enabled: false}
        tftp: {enabled: false}
        paths:
          sysconfdir: %2$s/etc
          localstatedir: %2$s/state
          cachedir: %2$s/cache
          wwchrootdir: %2$s/chroots
          wwprovisiondir: %2$s/provision
          rundir: %2$s/run
        """
            .formatted(TestNet.SERVER, folder));
    Files.writeString(folder.resolve("etc/nodes.conf"), "nodes: {}\n");
    return new HeadNode(folder, Manifest.read(generation.resolve("manifest")));
  }

  /** Starts the server in the network's server namespace; it ends with the network. */
  public ServerProcess start(TestNet net) {
    return ServerProcess.start(
        net,
        folder.resolve("server.log"),
        "org.wwj.Main",
        "server",
        "--conf",
        folder.resolve("etc/wwj.conf").toString());
  }

  /** What the image consists of. */
  public Manifest manifest() {
    return manifest;
  }

  /** The image. */
  public Path image() {
    return folder
        .resolve("provision/images/chance")
        .resolve(manifest.generation())
        .resolve("root.squashfs");
  }

  /**
   * Bytes that have left the server for a client of the network, with all their headers, as the
   * kernel counts them at the client's port of the bridge.
   */
  public static long sentTo(TestNet net, String client) {
    return Long.parseLong(
        net.in(net.server(), "cat", "/sys/class/net/p-" + client + "/statistics/tx_bytes").strip());
  }
}
