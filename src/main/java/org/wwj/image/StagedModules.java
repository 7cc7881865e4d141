package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.wwj.archive.Entry;

/**
 * The drivers that stage-1 carries: those of the usual networks, as far as the kernel has them, and
 * of the cards that nodes are known to have, with their firmware and lists of their own, so that
 * modprobe loads what the hardware asks for. The usual ones are always there: a card may be
 * replaced.
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

  private final ImageTree tree;
  private final String release;
  private final Path work;
  private final FirmwareFiles firmware;
  private final Unpacking unpacking = new Unpacking();
  private final SortedMap<String, String> problems = new TreeMap<>();

  /** Works in an empty folder of its own. */
  StagedModules(ImageTree tree, String release, Path work) {
    this.tree = tree;
    this.release = release;
    this.work = work;
    this.firmware = new FirmwareFiles(tree, release, Kernel.settings(tree, release));
  }

  /**
   * What belongs in the archive.
   *
   * @param made modules, their lists and unpacked firmware; read from the work folder when they are
   *     written
   * @param files firmware that the tree has as it shall be
   */
  record Staged(List<Entry> made, List<String> files) {}

  /** Network cards without a driver or without its firmware, with what to do about it. */
  SortedMap<String, String> problems() {
    return problems;
  }

  /**
   * Gathers the usual drivers, those of the cards, and what these need.
   *
   * @param extra drivers that must be there
   * @param cards network cards that nodes are known to have
   */
  Staged stage(List<String> extra, Collection<String> cards) throws IOException {
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
    Map<String, Set<String>> drivers = drivers(modules, cards);
    drivers.values().forEach(wanted::addAll);
    Map<Path, String> staged = new LinkedHashMap<>();
    for (String file : modules.files(wanted)) {
      staged.put(module(file), KernelModules.name(file));
    }
    unpacking.finish();
    Staged result = new Staged(new ArrayList<>(), new ArrayList<>());
    Map<String, List<String>> blobs = new HashMap<>();
    for (Map.Entry<Path, String> one : staged.entrySet()) {
      List<String> names = firmwareNames(one.getKey());
      blobs.put(one.getValue(), names);
      for (String name : names) {
        firmware(name, result);
      }
    }
    unpacking.finish();
    drivers.forEach((card, its) -> missingFirmware(card, its, blobs));
    depmod(result);
    return result;
  }

  /** The drivers of each card; a card without one is a problem. */
  private Map<String, Set<String>> drivers(KernelModules modules, Collection<String> cards) {
    Map<String, Set<String>> drivers = new TreeMap<>();
    if (cards.isEmpty()) {
      return drivers; // the list of aliases is long
    }
    PciAliases aliases = new PciAliases(tree, release);
    for (String card : cards) {
      Set<String> its = aliases.drivers(card);
      its.removeIf(driver -> !modules.has(driver));
      drivers.put(card, its);
      if (its.isEmpty()) {
        problems.put(
            card,
            "it has no driver for it; install one in the image (Rocky: kernel-modules,"
                + " kernel-modules-extra), or boot another kernel");
      }
    }
    return drivers;
  }

  /** Drivers name firmware for all variants of a card: that some is missing means nothing. */
  private void missingFirmware(
      String card, Set<String> drivers, Map<String, List<String>> firmwareOf) {
    for (String driver : drivers) {
      List<String> names = firmwareOf.getOrDefault(driver, List.of());
      if (!names.isEmpty() && names.stream().allMatch(name -> firmware.find(name).isEmpty())) {
        problems.put(
            card,
            "its driver %s may need firmware, of which the image has none (such as %s); install it"
                    .formatted(driver, names.getFirst())
                + " in the image (Rocky: linux-firmware, Debian: firmware-linux)");
      }
    }
  }

  /** Plain modules compress better inside the archive, and load with any modprobe. */
  private Path module(String file) throws IOException {
    String path = "lib/modules/" + release + "/" + file;
    ImageTree.Resolved source =
        tree.plainFile(path)
            .orElseThrow(() ->
                new ImageException(
                    "/" + path + " is missing in the image; run depmod " + release + " in it"));
    return unpacking.add(tree.file(source), work.resolve(path));
  }

  private static List<String> firmwareNames(Path module) throws IOException {
    return Elf.read(module).map(Elf::modinfo).orElse(List.of()).stream()
        .filter(line -> line.startsWith("firmware="))
        .map(line -> line.substring("firmware=".length()))
        .toList();
  }

  private void firmware(String name, Staged into) throws IOException {
    for (FirmwareFiles.Found found : firmware.find(name)) {
      if (!found.packed()) {
        into.files.add(found.path());
        continue;
      }
      ImageTree.Resolved source = tree.plainFile(found.path()).orElseThrow();
      Path plain = work.resolve(found.plainPath());
      if (!Files.exists(plain)) {
        // The ending is that of the name; what a link leads to may be called otherwise.
        unpacking.add(tree.file(source), work.resolve(found.path()));
        into.made.add(new Entry.File(prefix() + found.plainPath(), 0644, 0, 0, 0, plain));
      }
    }
  }

  private void depmod(Staged into) throws IOException {
    String folder = "lib/modules/" + release;
    Path staged = work.resolve(folder);
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
    for (Path file : Folders.files(staged)) {
      String path = prefix() + folder + "/" + staged.relativize(file);
      into.made.add(new Entry.File(path, 0644, 0, 0, 0, file));
    }
  }

  /** What {@code lib} leads to in the image, up to the {@code lib} itself. */
  private String prefix() {
    String lib = tree.resolve("lib").map(ImageTree.Resolved::path).orElse("lib");
    return lib.endsWith("lib") ? lib.substring(0, lib.length() - "lib".length()) : "";
  }
}
