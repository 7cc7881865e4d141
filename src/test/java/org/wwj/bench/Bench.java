package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures wwj beside the reference: {@code boot}, {@code ram} or {@code server}. */
public final class Bench {
  private static final String USAGE =
      """
      usage: ./bench boot|ram|server [--rounds N] [--tree FOLDER]
        boot    power-on to ready: BIOS, UEFI PXE, UEFI HTTP boot
        ram     least RAM by root method
        server  start to first answer, memory when idle
        --rounds N      how often (5)
        --tree FOLDER   the reference alone, with the image in that folder
      """;

  private Bench() {}

  /** Runs one benchmark as root. */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    String what = args.length == 0 ? "" : args[0];
    int rounds = 5;
    String tree = "";
    for (int i = 1; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
        case "--tree" -> tree = args[i + 1];
        default -> what = "";
      }
    }
    if (!List.of("boot", "ram", "server").contains(what) || args.length % 2 == 0) {
      System.err.print(USAGE);
      System.exit(2);
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      System.err.println("bench: needs root for network namespaces: sudo ./bench " + what);
      System.exit(2);
    }
    run(what, rounds, tree, Files.createDirectories(Path.of("target/bench")));
    System.exit(0);
  }

  private static void run(String what, int rounds, String tree, Path folder) {
    Report report =
        new Report(what, "./bench " + what + (what.equals("ram") ? "" : " --rounds " + rounds));
    BenchImage image = BenchImage.pack(Path.of(tree), folder);
    ReferencePeer reference = ReferencePeer.prepare(image, folder.resolve("reference"));
    // Also when interrupted: a network left behind holds servers and a machine.
    Runtime.getRuntime().addShutdownHook(new Thread(reference::close));
    List<Peer> peers = new ArrayList<>(List.of(reference));
    if (what.equals("server")) {
      new ServerBench(List.of(start(reference)), rounds).run(report);
    } else {
      reference.start();
      Boots boots = new Boots(folder);
      if (what.equals("boot")) {
        new BootBench(boots, peers, rounds).run(report);
      } else {
        new RamBench(boots, peers).run(report);
      }
    }
    report.publish(Path.of("docs/benchmarks.md"));
  }

  private static ServerBench.Start start(ReferencePeer reference) {
    return new ServerBench.Start(
        "dnsmasq + nginx", reference.net(), 80, "/boot.ipxe", reference.command());
  }
}
