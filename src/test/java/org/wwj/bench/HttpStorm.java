package org.wwj.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.bench.HttpClients.Measured;
import org.wwj.testnet.TestNet;

/**
 * A thousand nodes that ask for their image at the same moment, over a link that is slower than the
 * servers.
 */
final class HttpStorm {
  private static final String RATE = "4gbit";
  static final int MIB = 3;

  /** A queue that all of TCP's small queues fit into: the shaper delays, it does not drop. */
  private static final String LIMIT = "256mb";

  /** One way to weather it. */
  private record Way(String name, HttpPeer peer) {}

  private final TestNet net;
  private final HttpClients clients;
  private final List<Way> ways;
  private final Map<Way, List<Measured>> results = new LinkedHashMap<>();

  HttpStorm(TestNet net, HttpClients clients, HttpPeer nginx, HttpPeer atOnce, HttpPeer inTurns) {
    this.net = net;
    this.clients = clients;
    this.ways =
        new ArrayList<>(
            List.of(
                new Way("nginx, all at once", nginx),
                new Way("wwj, in turns", inTurns),
                new Way("wwj, `transfers: 1000`: all at once", atOnce)));
    ways.forEach(way -> results.put(way, new ArrayList<>()));
  }

  /** Each way once; round 0 is not kept. */
  void round(int round) {
    net.in(
        net.server(),
        "tc",
        "qdisc",
        "replace",
        "dev",
        TestNet.CABLE,
        "root",
        "tbf",
        "rate",
        RATE,
        "burst",
        "2mb",
        "limit",
        LIMIT);
    for (Way way : ways) {
      Measured measured = clients.measure(way.peer, HttpSite.NODES, 1, (long) MIB << 20);
      System.err.printf("http storm round %d, %s: %s%n", round, way.name, measured);
      if (round > 0) {
        results.get(way).add(measured);
      }
    }
    Collections.rotate(ways, 1);
    net.in(net.server(), "tc", "qdisc", "del", "dev", TestNet.CABLE, "root");
  }

  /** The storms' table. */
  void table(Report report, int rounds) {
    report.text(
        "A storm of %d nodes, %d MiB each, over %s (tbf). Medians of %d rounds."
            .formatted(HttpSite.NODES, MIB, RATE.replace("gbit", " Gbit/s"), rounds));
    report.head(
        "way",
        "mean, s",
        "last, s",
        "mean ÷ last",
        "last ÷ nginx's",
        "CPU s/GiB",
        "÷ nginx's",
        "told to come again");
    List<Measured> nginx = results.values().iterator().next();
    results.forEach((way, list) ->
        report.row(
            way.name,
            "%.2f".formatted(HttpBench.samples(list, m -> m.outcome().mean()).median() / 1000),
            "%.2f".formatted(HttpBench.samples(list, m -> m.outcome().slowest()).median() / 1000),
            "**%.2f**"
                .formatted(
                    HttpBench.samples(list, m -> m.outcome().mean() / m.outcome().slowest())
                        .median()),
            HttpBench.ratio(list, nginx, m -> m.outcome().slowest()),
            "%.3f".formatted(HttpBench.samples(list, Measured::cpuPerGib).median()),
            HttpBench.ratio(list, nginx, Measured::cpuPerGib),
            HttpBench.samples(list, m -> m.outcome().refusals()).text()));
  }
}
