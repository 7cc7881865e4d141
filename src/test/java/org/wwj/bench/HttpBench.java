package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.wwj.bench.HttpClients.Job;
import org.wwj.bench.HttpClients.Outcome;
import org.wwj.testnet.TestNet;

/** Images by HTTP to one and to many clients, beside nginx and Go's net/http. */
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

  private record Result(Outcome outcome, double cpuPerGib) {}

  private final Path folder;
  private final int rounds;
  private final Map<Cell, Map<String, List<Result>>> results = new LinkedHashMap<>();

  HttpBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  /** Measures all servers, round by round, and adds the tables. */
  void run(Report report) throws IOException {
    try (TestNet net = TestNet.create()) {
      Thread interrupted = new Thread(net::close);
      Runtime.getRuntime().addShutdownHook(interrupted);
      String client = net.wired("clients", SERVER + "/16", CLIENTS + "/16");
      HttpSite site = new HttpSite(folder.toAbsolutePath()).write(SERVER);
      try (HttpClients clients = HttpClients.start(client, SERVER)) {
        List<HttpPeer> peers = new ArrayList<>();
        peers.add(HttpPeer.nginx(net, site));
        peers.add(HttpPeer.wwj(net, site));
        String withoutGo = "";
        try {
          peers.add(HttpPeer.go(net, site));
        } catch (IllegalStateException e) {
          withoutGo = " Without Go: " + e.getMessage().lines().findFirst().orElse("") + ".";
        }
        for (int round = 0; round <= rounds; round++) {
          measure(clients, peers, round);
          Collections.rotate(peers, 1);
        }
        table(report, withoutGo);
      }
      Runtime.getRuntime().removeShutdownHook(interrupted);
    }
  }

  /** The first round warms all up and is not kept. */
  private void measure(HttpClients clients, List<HttpPeer> peers, int round) {
    for (Cell cell : CELLS) {
      for (HttpPeer peer : peers) {
        Job job =
            new Job(
                peer.port(), cell.clients, cell.requests, (long) cell.mib << 20, 0, peer.path());
        double before = peer.cpuSeconds();
        Outcome outcome = clients.run(job);
        Result result = new Result(outcome, (peer.cpuSeconds() - before) / job.gib());
        System.err.printf(
            "http round %d, %d clients, %s: %.3f CPU s/GiB, %s%n",
            round, cell.clients, peer.name(), result.cpuPerGib, outcome);
        if (round > 0) {
          results
              .computeIfAbsent(cell, c -> new LinkedHashMap<>())
              .computeIfAbsent(peer.name(), n -> new ArrayList<>())
              .add(result);
        }
      }
    }
  }

  private void table(Report report, String note) {
    report.text("Medians of %d rounds; an image of noise, in ranges.%s".formatted(rounds, note));
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
      servers.forEach((name, list) -> row(report, cell, name, list));
      List<Result> wwj = servers.getOrDefault("wwj", List.of());
      List<Result> nginx = servers.getOrDefault("nginx", List.of());
      report.row(
          "",
          "wwj ÷ nginx",
          ratio(wwj, nginx, Result::cpuPerGib),
          "",
          ratio(wwj, nginx, HttpBench::spread),
          ratio(wwj, nginx, r -> r.outcome.firstByte50()),
          ratio(wwj, nginx, r -> r.outcome.firstByte99()),
          ratio(wwj, nginx, r -> r.outcome.slowest()));
    });
  }

  private static void row(Report report, Cell cell, String name, List<Result> list) {
    Samples cpu = samples(list, Result::cpuPerGib);
    report.row(
        "%d × %d".formatted(cell.clients, cell.requests * cell.mib),
        name,
        "%.3f".formatted(cpu.median()),
        "%.3f–%.3f".formatted(Collections.min(cpu.values()), Collections.max(cpu.values())),
        "%.2f".formatted(samples(list, HttpBench::spread).median()),
        samples(list, r -> r.outcome.firstByte50()).text(),
        samples(list, r -> r.outcome.firstByte99()).text(),
        "%.2f".formatted(samples(list, r -> r.outcome.slowest()).median() / 1000));
  }

  private static double spread(Result result) {
    return result.outcome.slowest() / result.outcome.fastest();
  }

  private static String ratio(
      List<Result> these, List<Result> those, ToDoubleFunction<Result> figure) {
    return "**%.2f**".formatted(samples(these, figure).median() / samples(those, figure).median());
  }

  private static Samples samples(List<Result> results, ToDoubleFunction<Result> figure) {
    return new Samples(results.stream().mapToDouble(figure).boxed().toList());
  }
}
