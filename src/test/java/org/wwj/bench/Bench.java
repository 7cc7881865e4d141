package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wwj.testnet.Vm;

/**
 * Measures wwj beside the reference: {@code boot}, {@code ram}, {@code server}, {@code nodes},
 * {@code overlays}, {@code images} or {@code mirrors}.
 */
public final class Bench {
  private static final String USAGE =
      """
      usage: ./bench boot|ram|server|nodes|overlays|images|mirrors [--rounds N] [--peer reference|wwj] [--firmware NAME] [--tree FOLDER]
        boot     power-on to ready: BIOS, UEFI PXE, UEFI HTTP boot
        ram      least RAM by root method, BIOS
        server   start to first answer, memory when idle
        nodes    lists and changes of nodes.conf, beside a Go program that parses it; needs no root
        overlays rendering and packing for 1,000 and 10,000 nodes; needs no root
        images   import from a registry, build, what travels after one package changed
        mirrors  what leaves the head node for 1,000 nodes in 20 racks; a round takes a minute or two
        --rounds N      how often (5)
        --peer NAME     that one alone, printed and not kept in docs/benchmarks.md
        --firmware NAME only BIOS, UEFI_PXE or UEFI_HTTP; not kept either
        --tree FOLDER   the image's tree, instead of building images/debian-12
      """;

  private Bench() {}

  /** Runs one benchmark as root. */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Map<String, String> options =
        new HashMap<>(Map.of("--rounds", "5", "--peer", "", "--firmware", "", "--tree", ""));
    String what = args.length == 0 ? "" : args[0];
    boolean known =
        List.of("boot", "ram", "server", "nodes", "overlays", "images", "mirrors").contains(what)
            && args.length % 2 == 1;
    for (int i = 1; i + 1 < args.length; i += 2) {
      known &= options.put(args[i], args[i + 1]) != null;
    }
    if (!known) {
      System.err.print(USAGE);
      System.exit(2);
    }
    int rounds = Integer.parseInt(options.get("--rounds"));
    Path folder = Files.createDirectories(Path.of("target/bench").toAbsolutePath());
    Report report = new Report(what, "./bench " + what + " --rounds " + rounds);
    if (what.equals("nodes") || what.equals("overlays")) {
      if (what.equals("nodes")) {
        new NodesBench(folder.resolve("nodes"), rounds).run(report);
      } else {
        new OverlayBench(folder.resolve("overlays"), rounds).run(report);
      }
      report.print();
      report.keep(Path.of("docs/benchmarks.md"));
      System.exit(0);
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      System.err.println("bench: needs root for network namespaces: sudo ./bench " + what);
      System.exit(2);
    }
    if (what.equals("images") || what.equals("mirrors")) {
      if (what.equals("images")) {
        new ImagesBench(folder.resolve("images"), rounds).run(report);
      } else {
        new MirrorsBench(folder.resolve("mirrors"), rounds).run(report);
      }
      report.print();
      report.keep(Path.of("docs/benchmarks.md"));
      System.exit(0);
    }
    BenchSite site = new BenchSite(folder.resolve("site"));
    List<Peer> peers =
        peers(options.get("--peer"), site, site.image(options.get("--tree")), folder);
    run(what, rounds, options.get("--firmware"), peers, folder, report);
    report.print();
    if (peers.size() == 2 && options.get("--firmware").isEmpty()) {
      report.keep(Path.of("docs/benchmarks.md"));
    }
    System.exit(0);
  }

  private static List<Peer> peers(String only, BenchSite site, BenchImage image, Path folder) {
    List<Peer> peers = new ArrayList<>();
    if (!only.equals("wwj")) {
      peers.add(ReferencePeer.prepare(image, folder.resolve("reference")));
    }
    if (!only.equals("reference")) {
      peers.add(WwjPeer.prepare(site));
    }
    // Also when interrupted: a network left behind holds servers and a machine.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> peers.forEach(Peer::close)));
    return peers;
  }

  private static void run(
      String what, int rounds, String firmware, List<Peer> peers, Path folder, Report report) {
    if (what.equals("server")) {
      List<ServerBench.Start> starts =
          peers.stream().flatMap(peer -> peer.starts().stream()).toList();
      new ServerBench(starts, rounds).run(report);
      return;
    }
    peers.forEach(Peer::start);
    Boots boots = new Boots(folder);
    if (what.equals("boot")) {
      List<Vm.Firmware> kinds =
          firmware.isEmpty()
              ? List.of(Vm.Firmware.values())
              : List.of(Vm.Firmware.valueOf(firmware));
      new BootBench(boots, peers, kinds, rounds).run(report);
    } else {
      new RamBench(boots, peers).run(report);
    }
  }
}
