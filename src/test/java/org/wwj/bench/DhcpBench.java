package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.wwj.bench.PerfDhcp.Result;

/** DHCP beside other servers: cost and delay at given rates, the highest rate, and a storm. */
final class DhcpBench {
  private static final List<Integer> RATES = List.of(2000, 4000, 8000);
  private static final int MACHINES = 1000;
  private static final int STORM = 10_000;
  private static final int SECONDS = 3;
  private static final int WARM_UP_SECONDS = 15;
  private static final int HIGHEST_STEP = 500;
  private static final int HIGHEST_END = 16_000;

  private final Path folder;
  private final int rounds;

  /** A server that runs, with its load. */
  private record Running(DhcpPeer peer, LoadNet net, PerfDhcp load) {}

  /** One measurement at a rate. */
  private record Figure(Result seen, double cpuMicros) {}

  DhcpBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  /** Measures all peers that are installed and adds the tables. */
  void run(Report report) {
    List<DhcpPeer> peers = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (DhcpPeer peer : peers(MACHINES)) {
      if (peer.installed()) {
        peers.add(peer);
      } else {
        missing.add(peer.name() + " (" + peer.program() + " is not installed)");
      }
    }
    report.text(
        String.join(", ", peers.stream().skip(1).map(DhcpPeer::version).toList())
            + (missing.isEmpty() ? "." : "; left out: " + String.join(", ", missing) + "."));
    rates(peers, report);
    storm(report);
  }

  private List<DhcpPeer> peers(int machines) {
    Path at = folder.resolve(String.valueOf(machines));
    Command.run("rm", "-rf", at.toString());
    return List.of(
        DhcpPeer.wwj(at.resolve("wwj"), machines),
        DhcpPeer.kea(at.resolve("kea"), machines),
        DhcpPeer.dnsmasq(at.resolve("dnsmasq"), machines),
        DhcpPeer.isc(at.resolve("isc"), machines));
  }

  private void rates(List<DhcpPeer> peers, Report report) {
    Map<DhcpPeer, Map<Integer, List<Figure>>> figures = new LinkedHashMap<>();
    Map<DhcpPeer, List<Double>> highest = new LinkedHashMap<>();
    List<Running> servers = new ArrayList<>();
    try {
      for (DhcpPeer peer : peers) {
        Running server = start(peer);
        servers.add(server);
        server.load().steady(RATES.getLast(), WARM_UP_SECONDS);
        figures.put(peer, new LinkedHashMap<>());
      }
      for (int round = 0; round < rounds; round++) {
        for (int rate : RATES) {
          for (Running server : servers) {
            Figure figure = measure(server, rate);
            System.err.printf(
                "dhcp round %d %s %d/s: %s%n", round + 1, server.peer().name(), rate, figure);
            figures.get(server.peer()).computeIfAbsent(rate, r -> new ArrayList<>()).add(figure);
          }
        }
        for (Running server : servers) {
          double reached = highest(server);
          System.err.printf("dhcp %s highest %.0f%n", server.peer().name(), reached);
          highest.computeIfAbsent(server.peer(), peer -> new ArrayList<>()).add(reached);
        }
        Collections.reverse(servers);
      }
    } finally {
      servers.forEach(server -> server.net().close());
    }
    table(peers, figures, highest, report);
  }

  private Running start(DhcpPeer peer) {
    LoadNet net = new LoadNet();
    Path at = folder.resolve(peer.name());
    try {
      Files.createDirectories(at);
      Process process = net.serve(at.resolve("log"), peer.command());
      Running running = new Running(peer, net, new PerfDhcp(net, at));
      for (int tries = 0; running.load().steady(50, 1).exchanges() == 0; tries++) {
        if (tries == 20 || !process.isAlive()) {
          throw new IllegalStateException(
              peer.name() + " does not answer: " + Files.readString(at.resolve("log")));
        }
      }
      return running;
    } catch (IOException | RuntimeException e) {
      net.close();
      throw new IllegalStateException(peer.name(), e);
    }
  }

  private static Figure measure(Running server, int rate) {
    double before = server.net().cpuSeconds();
    Result seen = server.load().steady(rate, SECONDS);
    double spent = server.net().cpuSeconds() - before;
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    return new Figure(seen, 1e6 * spent / Math.max(1, seen.exchanges()));
  }

  /** By halves: the highest rate at which nothing was lost and the load kept its pace. */
  private static double highest(Running server) {
    int good = 0;
    int bad = HIGHEST_END;
    while (bad - good > HIGHEST_STEP) {
      int rate = (good + bad) / 2 / HIGHEST_STEP * HIGHEST_STEP;
      Result seen = server.load().steady(rate, SECONDS);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      // What is under way when the load ends counts as lost.
      if (seen.lost() <= seen.sent() / 1000 && seen.rate() >= 0.97 * rate) {
        good = rate;
      } else {
        bad = rate;
      }
    }
    return good;
  }

  private void table(
      List<DhcpPeer> peers,
      Map<DhcpPeer, Map<Integer, List<Figure>>> figures,
      Map<DhcpPeer, List<Double>> highest,
      Report report) {
    report.text(
        "Steady rates, %d machines, %d s each. Medians of %d rounds; CPU: the server's processes, in user and kernel."
            .formatted(MACHINES, SECONDS, rounds));
    report.head(
        "exchanges a second",
        "server",
        "CPU µs an exchange",
        "range",
        "lost of sent",
        "average delay, ms",
        "longest, ms",
        "CPU ÷ Kea's");
    for (int rate : RATES) {
      for (DhcpPeer peer : peers) {
        List<Figure> all = figures.get(peer).get(rate);
        Samples cpu = samples(all, Figure::cpuMicros);
        double kea =
            figures.entrySet().stream()
                .filter(e -> e.getKey().name().equals("Kea"))
                .map(e -> samples(e.getValue().get(rate), Figure::cpuMicros).median())
                .findFirst()
                .orElse(Double.NaN);
        report.row(
            "%,d".formatted(rate),
            peer.name(),
            cpu.text(),
            cpu.range(),
            "%d of %d"
                .formatted(
                    all.stream().mapToLong(f -> f.seen().lost()).sum(),
                    all.stream().mapToLong(f -> f.seen().sent()).sum()),
            "%.3f".formatted(samples(all, f -> f.seen().averageMillis()).median()),
            samples(all, f -> f.seen().mostMillis()).text(),
            "**%.2f**".formatted(cpu.median() / kea));
      }
    }
    report.text(
        "The highest rate at which no more than one packet in a thousand was lost, in steps of %,d a second; an idle machine's load ends near 12,000."
            .formatted(HIGHEST_STEP));
    report.head("server", "exchanges a second", "range");
    for (DhcpPeer peer : peers) {
      Samples reached = new Samples(highest.get(peer));
      report.row(peer.name(), "%,.0f".formatted(reached.median()), reached.range());
    }
  }

  private static Samples samples(
      List<Figure> figures, java.util.function.ToDoubleFunction<Figure> value) {
    return new Samples(figures.stream().map(value::applyAsDouble).toList());
  }

  /** Each server is started anew for each storm, since the one that matters is a server's first. */
  private void storm(Report report) {
    Map<String, List<Result>> first = new LinkedHashMap<>();
    Map<String, List<Result>> second = new LinkedHashMap<>();
    List<DhcpPeer> peers =
        new ArrayList<>(
            peers(STORM).stream()
                .filter(peer -> List.of("wwj", "Kea").contains(peer.name()) && peer.installed())
                .toList());
    for (int round = 0; round < rounds; round++) {
      for (DhcpPeer peer : peers) {
        Running server = start(peer);
        try {
          first
              .computeIfAbsent(peer.name(), n -> new ArrayList<>())
              .add(server.load().avalanche(STORM));
          second
              .computeIfAbsent(peer.name(), n -> new ArrayList<>())
              .add(server.load().avalanche(STORM));
          System.err.printf(
              "dhcp storm round %d %s: %s then %s%n",
              round + 1,
              peer.name(),
              first.get(peer.name()).getLast(),
              second.get(peer.name()).getLast());
        } finally {
          server.net().close();
        }
      }
      Collections.reverse(peers);
    }
    report.text(
        "A storm: %,d machines ask at once, each again with back-off (perfdhcp's avalanche). Medians of %d rounds, each with a server started anew, then once more."
            .formatted(STORM, rounds));
    report.head(
        "server",
        "storm",
        "bound",
        "seconds",
        "range",
        "longest wait for an answer, s",
        "answers that the load's own socket had no room for");
    for (String name : first.keySet()) {
      row(report, name, "the first", first.get(name));
      row(report, name, "the second", second.get(name));
    }
  }

  private static void row(Report report, String name, String which, List<Result> results) {
    Samples seconds = new Samples(results.stream().map(Result::seconds).toList());
    report.row(
        name,
        which,
        "%,d".formatted(results.stream().mapToLong(Result::exchanges).min().orElse(0)),
        "%.2f".formatted(seconds.median()),
        seconds.range(),
        new Samples(results.stream().map(r -> r.mostMillis() / 1000).toList()).text(),
        "%.0f".formatted(new Samples(results.stream().map(Result::overflows).toList()).median()));
  }
}
