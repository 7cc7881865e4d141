package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.wwj.testnet.Vm;

/** Measures wwj beside its peers; {@link #USAGE} says what there is. */
public final class Bench {
  private static final String USAGE =
      """
      usage: ./bench WHAT [--rounds N] [--peer reference|wwj] [--firmware NAME] [--tree FOLDER]
        boot     power-on to ready: BIOS, UEFI PXE, UEFI HTTP boot
        ram      least RAM by root method, BIOS
        server   start to first answer, memory when idle
        http     images to 1 to 512 clients, beside nginx and Go's net/http
        dhcp     cost and delay of an address, beside Kea, dnsmasq and isc-dhcpd; a storm of 10,000
        tftp     packets for a second on a processor, beside dnsmasq, atftpd and tftpd-hpa
        storm    a thousand simulated machines from DISCOVER to ready, beside dnsmasq and nginx
        mirrors  a thousand nodes behind twenty mirrors: what leaves the head node
        nodes    lists and changes of nodes.conf, beside a Go program that parses it; needs no root
        overlays rendering and packing for 1,000 and 10,000 nodes; needs no root
        images   import from a registry, build, what travels after one package changed
        --rounds N      how often (5)
        --peer NAME     that one alone, printed and not kept in docs/benchmarks.md (boot, ram, server, storm)
        --firmware NAME only BIOS, UEFI_PXE or UEFI_HTTP; not kept either
        --only PATTERN  rows alone whose "way, N clients, server" has that in it, such as 'lockstep.*(wwj|dnsmasq)';
                        not kept either (tftp)
        --tree FOLDER   the image's tree, instead of building images/debian-12 (boot, ram, server)
      """;

  private static final Set<String> AS_ANYBODY = Set.of("nodes", "overlays");

  private final String what;
  private final Map<String, String> options;
  private final int rounds;
  private final Path folder;
  private final Report report;

  private Bench(String what, Map<String, String> options) throws IOException {
    this.what = what;
    this.options = options;
    this.rounds = Integer.parseInt(options.get("--rounds"));
    this.folder = Files.createDirectories(Path.of("target/bench").toAbsolutePath());
    this.report = new Report(what, "./bench " + what + " --rounds " + rounds);
  }

  /** Runs one benchmark; as root if it makes network namespaces. */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Map<String, String> options =
        new HashMap<>(
            Map.of("--rounds", "5", "--peer", "", "--firmware", "", "--tree", "", "--only", ""));
    String what = args.length == 0 ? "" : args[0];
    boolean known =
        !what.startsWith("-") && USAGE.contains("\n  " + what + " ") && args.length % 2 == 1;
    for (int i = 1; i + 1 < args.length; i += 2) {
      known &= options.put(args[i], args[i + 1]) != null;
    }
    if (!known) {
      System.err.print(USAGE);
      System.exit(2);
    }
    if (!AS_ANYBODY.contains(what) && !"root".equals(System.getProperty("user.name"))) {
      System.err.println("bench: needs root for network namespaces: sudo ./bench " + what);
      System.exit(2);
    }
    new Bench(what, options).run();
    System.exit(0);
  }

  private void run() throws IOException {
    Path own = folder.resolve(what);
    switch (what) {
      case "nodes" -> new NodesBench(own, rounds).run(report);
      case "overlays" -> new OverlayBench(own, rounds).run(report);
      case "images" -> new ImagesBench(own, rounds).run(report);
      case "http" -> new HttpBench(own, rounds).run(report);
      case "dhcp" -> new DhcpBench(own, rounds).run(report);
      case "tftp" -> new TftpBench(own, rounds, Pattern.compile(options.get("--only"))).run(report);
      case "storm" -> new StormBench(own, rounds, options.get("--peer")).run(report);
      case "mirrors" -> new MirrorsBench(own, rounds).run(report);
      default -> besideReference();
    }
    report.print();
    if (List.of("--peer", "--firmware", "--only").stream()
        .allMatch(part -> options.get(part).isEmpty())) {
      report.keep(Path.of("docs/benchmarks.md"));
    }
  }

  private void besideReference() {
    List<Peer> peers = peers(new BenchSite(folder.resolve("site")));
    if (what.equals("server")) {
      List<ServerBench.Start> starts =
          peers.stream().flatMap(peer -> peer.starts().stream()).toList();
      new ServerBench(starts, rounds).run(report);
      return;
    }
    peers.forEach(Peer::start);
    Boots boots = new Boots(folder);
    if (what.equals("boot")) {
      String firmware = options.get("--firmware");
      List<Vm.Firmware> kinds =
          firmware.isEmpty()
              ? List.of(Vm.Firmware.values())
              : List.of(Vm.Firmware.valueOf(firmware));
      new BootBench(boots, peers, kinds, rounds).run(report);
    } else {
      new RamBench(boots, peers).run(report);
    }
  }

  private List<Peer> peers(BenchSite site) {
    BenchImage image = site.image(options.get("--tree"));
    String only = options.get("--peer");
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
}
