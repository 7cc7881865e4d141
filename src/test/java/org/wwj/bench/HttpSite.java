package org.wwj.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * What the servers of {@link HttpBench} send: one image, which is a file of noise, and for wwj a
 * site of many nodes that all boot it.
 *
 * @param port where wwj listens
 * @param bytes of the image
 * @param delivery the section of wwj.conf
 */
record HttpSite(Path folder, int port, long bytes, String delivery) {
  /** Nodes that are defined. */
  static final int NODES = 1000;

  private static final int BLOCK = 1 << 20;

  Path conf() {
    return folder.resolve("etc/wwj.conf");
  }

  Path image() {
    return folder.resolve("provision/images/bench/20260101T000000Z-bench/root.squashfs");
  }

  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Writes all of it. */
  HttpSite write(String address) throws IOException {
    Command.run("rm", "-rf", folder.toString());
    for (String name : new String[] {"etc", "state", "cache", "overlays", "run", "chroots"}) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.createDirectories(image().getParent());
    byte[] noise = new byte[BLOCK];
    Random random = new Random(1);
    try (OutputStream out = Files.newOutputStream(image())) {
      for (long written = 0; written < bytes; written += BLOCK) {
        random.nextBytes(noise);
        out.write(noise);
      }
    }
    Path generation = image().getParent();
    Files.createSymbolicLink(generation.resolveSibling("current"), generation.getFileName());
    Files.writeString(
        conf(),
        """
        ipaddr: %1$s/16
        warewulf: {port: %2$d}
        delivery: %5$s
        dhcp: {enabled: false}
        tftp: {enabled: false}
        paths:
          datadir: %3$s
          sysconfdir: %4$s/etc
          localstatedir: %4$s/state
          cachedir: %4$s/cache
          wwchrootdir: %4$s/chroots
          wwprovisiondir: %4$s/provision
          wwoverlaydir: %4$s/overlays
          rundir: %4$s/run
        """
            .formatted(address, port, Path.of("").toAbsolutePath(), folder, delivery));
    Files.writeString(conf().resolveSibling("nodes.conf"), nodes());
    return this;
  }

  private static String nodes() {
    StringBuilder text =
        new StringBuilder("nodeprofiles:\n  default: {image name: bench}\nnodes:\n");
    for (int i = 0; i < NODES; i++) {
      text.append(
          """
            c%d:
              profiles: [default]
              network devices:
                default: {hwaddr: "%s", ipaddr: 10.77.%d.%d, netmask: 255.255.0.0}
          """
              .formatted(i + 1, HttpLoad.mac(i), 1 + i / 250, 1 + i % 250));
    }
    return text.toString();
  }
}
