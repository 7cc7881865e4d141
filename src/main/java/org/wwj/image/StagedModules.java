package org.wwj.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.wwj.archive.Compression;
import org.wwj.archive.Entry;

/**
 * The drivers that stage-1 carries: those of the usual networks, as far as the kernel has them,
 * with their firmware and lists of their own, so that modprobe loads what the hardware asks for.
 */
final class StagedModules {
  /** Without these no image can be mounted. */
  static final List<String> REQUIRED = List.of("overlay", "loop", "squashfs");

  /** Network hardware of servers and of virtual machines. */
  static final List<String> NAMES =
      List.of(
          "virtio_net",
          "virtio_pci",
          "virtio_mmio",
          "vmxnet3",
          "hv_netvsc",
          "pci_hyperv",
          "xen_netfront",
          "ena",
          "gve",
          "mana",
          "e100",
          "e1000",
          "e1000e",
          "igb",
          "igbvf",
          "igc",
          "ixgbe",
          "ixgbevf",
          "i40e",
          "iavf",
          "ice",
          "idpf",
          "tg3",
          "bnx2",
          "bnx2x",
          "bnxt_en",
          "mlx4_en",
          "mlx5_core",
          "r8169",
          "8139cp",
          "8139too",
          "pcnet32",
          "sky2",
          "forcedeth",
          "atlantic",
          "cxgb4",
          "be2net",
          "enic",
          "qede",
          "qlcnic",
          "sfc",
          "ionic",
          "nfp",
          "fm10k",
          "thunder_xcv",
          "hns3",
          "mvneta",
          "stmmac_pci",
          "dwmac_generic",
          "genet");

  private static final List<String> FIRMWARE = List.of("lib/firmware/updates", "lib/firmware");

  private final ImageTree tree;
  private final String release;
  private final Path work;

  /** Works in an empty folder of its own. */
  StagedModules(ImageTree tree, String release, Path work) {
    this.tree = tree;
    this.release = release;
    this.work = work;
  }

  /** Entries for the archive; they read from the work folder when they are written. */
  List<Entry> stage(List<String> extra) throws IOException {
    KernelModules modules = new KernelModules(tree, release);
    for (String name : Stream.concat(REQUIRED.stream(), extra.stream()).toList()) {
      if (!modules.has(name)) {
        throw new ImageException(
            "kernel "
                + release
                + " has no module "
                + name
                + "; install it in the image (Rocky: kernel-modules, kernel-modules-extra)");
      }
    }
    List<String> wanted = new ArrayList<>(REQUIRED);
    wanted.addAll(NAMES);
    wanted.addAll(extra);
    String folder = "lib/modules/" + release;
    Path staged = Files.createDirectories(work.resolve(folder));
    Set<String> firmware = new LinkedHashSet<>();
    for (String file : modules.files(wanted)) {
      Path plain = decompress(folder + "/" + file, staged.resolve(file));
      Elf.read(plain).map(Elf::modinfo).orElse(List.of()).stream()
          .filter(line -> line.startsWith("firmware="))
          .map(line -> line.substring("firmware=".length()))
          .forEach(firmware::add);
    }
    for (String list : List.of("modules.builtin", "modules.order")) {
      Optional<ImageTree.Resolved> file = tree.plainFile(folder + "/" + list);
      if (file.isPresent()) {
        Files.copy(tree.file(file.get()), staged.resolve(list));
      }
    }
    Tool.run("depmod", "-b", work.toString(), release);
    // Only needed by depmod; nothing in stage-1 asks for them.
    for (String list : List.of("modules.order", "modules.symbols", "modules.symbols.bin")) {
      Files.deleteIfExists(staged.resolve(list));
    }
    List<Entry> entries = new ArrayList<>();
    String prefix = tree.resolve("lib").map(ImageTree.Resolved::path).orElse("lib");
    for (Path file : Folders.files(staged)) {
      String path = prefix + "/modules/" + release + "/" + staged.relativize(file);
      entries.add(new Entry.File(path, 0644, 0, 0, 0, file));
    }
    firmware.forEach(name -> firmware(name, prefix, entries));
    return entries;
  }

  /** Firmware stays as it is: a kernel whose files are compressed can read them. */
  private void firmware(String name, String prefix, List<Entry> entries) {
    for (String folder : FIRMWARE) {
      for (String ending : List.of("", ".xz", ".zst")) {
        Optional<ImageTree.Resolved> file = tree.plainFile(folder + "/" + name + ending);
        if (file.isPresent()) {
          String path = prefix + folder.substring("lib".length()) + "/" + name + ending;
          entries.add(new Entry.File(path, 0644, 0, 0, 0, tree.file(file.get())));
          return;
        }
      }
    }
  }

  /** Plain modules compress better inside the archive, and load with any modprobe. */
  private Path decompress(String module, Path target) throws IOException {
    ImageTree.Resolved source =
        tree.plainFile(module)
            .orElseThrow(() ->
                new ImageException(
                    "/" + module + " is missing in the image; run depmod " + release + " in it"));
    Path from = tree.file(source);
    Path to =
        target.resolveSibling(target.getFileName().toString().replaceFirst("\\.(xz|zst|gz)$", ""));
    Files.createDirectories(to.getParent());
    if (module.endsWith(".xz")) {
      Tool.toFile(to, List.of("xz", "-dc", from.toString()));
      return to;
    }
    try (InputStream in = Compression.ofName(module).decompress(Files.newInputStream(from))) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
    return to;
  }
}
