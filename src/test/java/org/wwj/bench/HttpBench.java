package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.wwj.bench.HttpClients.Measured;
import org.wwj.testnet.TestNet;

/** Images by HTTP to one and to many clients, beside nginx and Go's net/http, then a storm. */
final class HttpBench {
  private static final String SERVER = "10.77.0.1";
  private static final String CLIENTS = "10.77.0.2";

  /**
   * How many clients fetch how much.
   *
   * @param requests of each client over its one connection
   */
  private record Cell(int clients, int requests, int mib) {}

  private static final List<Cell> CELLS =
      List.of(new Cell(1, 4, 512), new Cell(8, 1, 512), new Cell(64, 1, 128), new Cell(512, 1, 16));

  /** Before it is measured, each server weathers so many storms, by a link of full speed. */
  private static final int WARM_UP_STORMS = 50;

  private final Path folder;
  private final int rounds;
  private final Map<Cell, Map<String, List<Measured>>> results = new LinkedHashMap<>();

  HttpBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  /** Measures all servers, round by round, and adds the tables. */
  void run(Report report) throws IOException {
    try (TestNet net = TestNet.measured()) {
      String client = net.wired("clients", SERVER + "/16", CLIENTS + "/16");
      // What comes in is handled on its receiver's processor, as with two machines. Otherwise it
      // is on the sender's, and the clients' one sends the half of the server's packets or none of
      // them, as it happens.
      receive(net, net.server(), TestNet.CABLE, 0);
      receive(net, client, "eth0", 1);
      // Or tens of thousands of connections that have ended would leave no port for new ones.
      net.in(client, "sysctl", "-qw", "net.ipv4.tcp_tw_reuse=1");
      // All of the clients are served at once, as nginx does it, so that like is compared with
      // like.
      HttpSite site = site("site", 9873, 512, "{transfers: 1000}").write(SERVER);
      try (HttpClients clients = HttpClients.start(net, client, SERVER)) {
        HttpPeer nginx = HttpPeer.nginx(net, site);
        HttpPeer wwj = HttpPeer.wwj(net, site);
        List<HttpPeer> peers = new ArrayList<>(List.of(nginx, wwj));
        String withoutGo = "";
        try {
          peers.add(HttpPeer.go(net, site));
        } catch (IllegalStateException e) {
          withoutGo = " Without Go: " + e.getMessage().lines().findFirst().orElse("") + ".";
        }
        HttpSite turns = site("turns", 9874, HttpStorm.MIB, "{link speed: 4G}").write(SERVER);
        HttpPeer inTurns = HttpPeer.wwj(net, turns);
        HttpStorm storm = new HttpStorm(net, clients, nginx, wwj, inTurns);
        // They run for weeks, and Java compiles what has run for a while.
        peers.forEach(peer -> warmUp(clients, peer));
        warmUp(clients, inTurns);
        for (int round = 0; round <= rounds; round++) {
          measure(clients, peers, round);
          Collections.rotate(peers, 1);
          storm.round(round);
        }
        table(report, withoutGo);
        storm.table(report, rounds);
      }
    }
  }

  private static void receive(TestNet net, String namespace, String device, int processor) {
    net.in(
        namespace,
        "sh",
        "-c",
        "echo %x >/sys/class/net/%s/queues/rx-0/rps_cpus".formatted(1 << processor, device));
  }

  private HttpSite site(String name, int port, int mib, String delivery) {
    return new HttpSite(folder.toAbsolutePath().resolve(name), port, (long) mib << 20, delivery);
  }

  private static void warmUp(HttpClients clients, HttpPeer peer) {
    for (int storm = 0; storm < WARM_UP_STORMS; storm++) {
      Measured measured = clients.measure(peer, HttpSite.NODES, 1, (long) HttpStorm.MIB << 20);
      System.err.printf("http warm-up %d, %s: %s%n", storm, peer.name(), measured);
    }
  }

  /** The first round is not kept. */
  private void measure(HttpClients clients, List<HttpPeer> peers, int round) {
    for (Cell cell : CELLS) {
      for (HttpPeer peer : peers) {
        Measured measured =
            clients.measure(peer, cell.clients, cell.requests, (long) cell.mib << 20);
        System.err.printf(
            "http round %d, %d clients, %s: %s%n", round, cell.clients, peer.name(), measured);
        if (round > 0) {
          results
              .computeIfAbsent(cell, c -> new LinkedHashMap<>())
              .computeIfAbsent(peer.name(), n -> new ArrayList<>())
              .add(measured);
        }
      }
    }
  }

  private void table(Report report, String note) {
    report.text(
        ("%s, %s, TCP's congestion control: %s. Medians of %d rounds after one that does not"
                + " count.%s")
            .formatted(
                Command.firstLine("nginx", "-v").replace("nginx version: ", ""),
                Command.firstLine("go", "version"),
                TestNet.CONGESTION_CONTROL,
                rounds,
                note));
    report.head(
        "clients × MiB",
        "server",
        "CPU s/GiB",
        "range",
        "slowest ÷ fastest",
        "first byte p50, ms",
        "p99, ms",
        "last, s");
    results.forEach((cell, servers) -> {
      String name = "%d × %d".formatted(cell.clients, cell.requests * cell.mib);
      servers.keySet().stream()
          .sorted()
          .forEach(server -> row(report, name, server, servers.get(server)));
      List<Measured> wwj = servers.getOrDefault("wwj", List.of());
      List<Measured> nginx = servers.getOrDefault("nginx", List.of());
      report.row(
          name,
          "wwj ÷ nginx",
          ratio(wwj, nginx, Measured::cpuPerGib),
          "",
          ratio(wwj, nginx, Measured::spread),
          ratio(wwj, nginx, m -> m.outcome().firstByte50()),
          ratio(wwj, nginx, m -> m.outcome().firstByte99()),
          ratio(wwj, nginx, m -> m.outcome().slowest()));
    });
  }

  private static void row(Report report, String cell, String server, List<Measured> list) {
    Samples cpu = samples(list, Measured::cpuPerGib);
    report.row(
        cell,
        server,
        "%.3f".formatted(cpu.median()),
        "%.3f–%.3f".formatted(Collections.min(cpu.values()), Collections.max(cpu.values())),
        "%.2f".formatted(samples(list, Measured::spread).median()),
        samples(list, m -> m.outcome().firstByte50()).text(),
        samples(list, m -> m.outcome().firstByte99()).text(),
        "%.2f".formatted(samples(list, m -> m.outcome().slowest()).median() / 1000));
  }

  /** Median by median, two decimals. */
  static String ratio(
      List<Measured> these, List<Measured> those, ToDoubleFunction<Measured> figure) {
    return "**%.2f**".formatted(samples(these, figure).median() / samples(those, figure).median());
  }

  static Samples samples(List<Measured> measured, ToDoubleFunction<Measured> figure) {
    return new Samples(measured.stream().mapToDouble(figure).boxed().toList());
  }
}
