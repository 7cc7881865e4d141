package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The reference's initramfs: busybox, modules for the usual cards and the root file system, and
 * what the node needs on top of the image (its network by DHCP and its report).
 */
final class ReferenceStage1 {
  private static final List<String> MODULES =
      List.of(
          "virtio_pci",
          "virtio_net",
          "overlay",
          "loop",
          "squashfs",
          "e1000",
          "e1000e",
          "igb",
          "ixgbe",
          "i40e",
          "ice",
          "tg3",
          "bnxt_en",
          "mlx5_core");

  private ReferenceStage1() {}

  /** Builds it from the image's tree; {@code work} is scratch. */
  static void build(BenchImage image, Path work, Path initramfs) {
    try {
      Command.run("rm", "-rf", work.toString());
      for (String folder : List.of("bin", "dev", "proc", "sys", "ram", "newroot")) {
        Files.createDirectories(work.resolve(folder));
      }
      Files.copy(busybox(image.tree()), work.resolve("bin/busybox"));
      modules(image, work);
      ReferenceFiles.write("init", work.resolve("init"), Map.of());
      ReferenceFiles.write("udhcpc", work.resolve("udhcpc"), Map.of());
      node(work.resolve("root"));
      String pack = "find . -print0 | cpio -0 -o -H newc --quiet | gzip -9";
      Command.in(work, "sh", "-c", pack + " >'" + initramfs.toAbsolutePath() + "'");
    } catch (IOException e) {
      throw new IllegalStateException("stage-1 of the reference", e);
    }
  }

  private static Path busybox(Path tree) {
    Path own = tree.resolve("usr/bin/busybox");
    return Files.exists(own) ? own : Path.of("/usr/bin/busybox");
  }

  /** Copies the modules with what they depend on, and indexes them. */
  private static void modules(BenchImage image, Path work) throws IOException {
    Path folder = Path.of("lib/modules", image.kernelVersion());
    Files.createDirectories(work.resolve(folder));
    for (String module : MODULES) {
      for (String line : dependencies(image, module)) {
        Path file = Path.of(line.strip().split(" ")[1]);
        Path copy = work.resolve(folder).resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Command.run("depmod", "-b", work.toString(), image.kernelVersion());
  }

  private static List<String> dependencies(BenchImage image, String module) {
    try {
      return Command.run(
              "modprobe",
              "-d",
              image.tree().toString(),
              "-S",
              image.kernelVersion(),
              "--show-depends",
              module)
          .lines()
          .filter(line -> line.startsWith("insmod "))
          .toList();
    } catch (IllegalStateException e) {
      return List.of(); // a kernel for virtual machines has no such card
    }
  }

  private static void node(Path root) throws IOException {
    String report = "node-report.service";
    Path units = root.resolve("etc/systemd/system");
    Path wanted = units.resolve("multi-user.target.wants");
    Files.createDirectories(wanted);
    ReferenceFiles.write("root/node-report", root.resolve("usr/local/sbin/node-report"), Map.of());
    ReferenceFiles.write("root/" + report, units.resolve(report), Map.of());
    ReferenceFiles.write(
        "root/80-node.network", root.resolve("etc/systemd/network/80-node.network"), Map.of());
    Files.createSymbolicLink(wanted.resolve(report), Path.of("../" + report));
    Files.createSymbolicLink(
        wanted.resolve("systemd-networkd.service"),
        Path.of("/lib/systemd/system/systemd-networkd.service"));
    Files.writeString(root.resolve("etc/machine-id"), "");
    Files.writeString(root.resolve("etc/hostname"), "c1\n");
  }
}
