package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.wwj.image.Builder;
import org.wwj.image.Generation;
import org.wwj.image.ImageStore;
import org.wwj.testnet.TestNet;

/** A site of wwj below one folder: settings, one node, one image. */
record BenchSite(Path folder) {
  private static final String IMAGE = "debian-12";

  /** Its {@code wwj.conf}. */
  Path conf() {
    return folder.resolve("etc/wwj.conf");
  }

  /** The image from its recipe, or from a tree that lies elsewhere; built once for both peers. */
  BenchImage image(String tree) {
    ImageStore store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    Path rootfs = store.rootfs(IMAGE);
    try {
      if (!tree.isEmpty()) {
        Files.createDirectories(rootfs.getParent());
        Files.deleteIfExists(rootfs);
        Files.createSymbolicLink(rootfs, Path.of(tree).toRealPath());
      } else if (!Files.exists(rootfs)) {
        Path unfinished = rootfs.resolveSibling("rootfs.new");
        Command.run("rm", "-rf", unfinished.toString());
        Files.createDirectories(unfinished);
        System.err.println("bench: building the image with images/debian-12/build ...");
        Command.run("images/debian-12/build", unfinished.toString());
        Files.move(unfinished, rootfs);
      }
      Builder.Options options = new Builder.Options(false, "", true, List.of());
      Builder builder = new Builder(store, folder.resolve("keys"), Clock.systemUTC());
      Generation made =
          builder
              .build(IMAGE, options, step -> System.err.println("bench: image: " + step))
              .generation();
      return new BenchImage(rootfs.toRealPath(), made.kernel(), made.squashfs());
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  /** Writes the settings and the node, which boots by that root method. */
  void write(String root) {
    String settings =
        """
        ipaddr: %1$s/24
        dhcp:
          enabled: true
          range start: 10.0.0.200
          range end: 10.0.0.250
        tftp:
          enabled: true
        paths:
          datadir: %2$s
          sysconfdir: %3$s/etc
          localstatedir: %3$s/state
          cachedir: %3$s/cache
          wwchrootdir: %3$s/chroots
          wwprovisiondir: %3$s/provision
          wwoverlaydir: %3$s/overlays
          rundir: %3$s/run
        """
            .formatted(TestNet.SERVER, Path.of("").toAbsolutePath(), folder);
    String arguments = '"' + Peer.CMDLINE.replace(" ", "\", \"") + '"';
    String nodes =
        """
        nodeprofiles:
          default:
            image name: %s
            root: %s
            kernel:
              args: [%s]
            system overlay: [hostname, hosts, systemd.networkd, ready]
        nodes:
          c1:
            profiles: [default]
            network devices:
              default:
                hwaddr: "%s"
                ipaddr: 10.0.0.11
                netmask: 255.255.255.0
        """
            .formatted(IMAGE, root, arguments, Boots.MAC);
    try {
      for (String name : List.of("etc", "state", "cache", "overlays", "run")) {
        Files.createDirectories(folder.resolve(name));
      }
      replace(conf(), settings);
      replace(conf().resolveSibling("nodes.conf"), nodes);
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  /** Whole or not at all: the server watches these files. */
  private static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
