package org.wwj.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.testnet.TestNet;

/** Start of a server to its first HTTP answer, and what it holds when idle. */
final class ServerBench {
  /**
   * One way to start a server.
   *
   * @param path what is asked for
   */
  record Start(String name, TestNet net, int port, String path, List<String> command) {}

  private record Result(double millis, double residentMib, double cpuMillis) {}

  private final List<Start> starts;
  private final int rounds;

  ServerBench(List<Start> starts, int rounds) {
    this.starts = starts;
    this.rounds = rounds;
  }

  /** Starts each in turn, round by round, and adds the table. */
  void run(Report report) {
    Map<Start, List<Result>> results = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Start start : starts) {
        Result result = measure(start);
        System.err.printf("server round %d %s: %s%n", round + 1, start.name(), result);
        results.computeIfAbsent(start, s -> new ArrayList<>()).add(result);
      }
    }
    report.text(
        "Medians of %d rounds. CPU and memory: all its processes, ten seconds after the answer."
            .formatted(rounds));
    report.head("server", "first answer, ms", "range", "RSS, MiB", "CPU, ms");
    results.forEach((start, list) -> {
      Samples millis = new Samples(list.stream().map(Result::millis).toList());
      report.row(
          start.name(),
          millis.text(),
          millis.range(),
          new Samples(list.stream().map(Result::residentMib).toList()).text(),
          new Samples(list.stream().map(Result::cpuMillis).toList()).text());
    });
  }

  private static Result measure(Start start) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstAnswer.class.getName(),
                TestNet.SERVER,
                String.valueOf(start.port()),
                start.path()));
    command.addAll(start.command());
    TestNet.Output output =
        start
            .net()
            .run(start.net().server(), Duration.ofSeconds(120), command.toArray(String[]::new));
    if (output.exit() != 0) {
      throw new IllegalStateException(start.name() + ": " + output.text());
    }
    String[] figures = output.text().strip().split(" ");
    return new Result(
        Double.parseDouble(figures[0]),
        Double.parseDouble(figures[1]) / 1024,
        Double.parseDouble(figures[2]));
  }
}
