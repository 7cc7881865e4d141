package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What the commands on a large nodes.conf cost, through the launcher as users run them, beside a Go
 * program that only parses the same file.
 */
final class NodesBench {
  private static final List<Integer> COUNTS = List.of(1_000, 10_000);
  private static final String GO = "Go, parse only";

  private final Path folder;
  private final int rounds;

  /** A thing to measure: its name, and its command in a round. */
  private record Task(String name, IntFunction<List<String>> command) {}

  NodesBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  void run(Report report) throws IOException {
    Path parser = goParser();
    report.text(
        "Go: %s, yaml.v3 %s, with GOGC as it comes."
            .formatted(
                Command.firstLine("go", "version").replaceAll("go version | linux.*", ""),
                Command.firstLine(
                    "dpkg-query", "-W", "-f", "${Version}", "golang-gopkg-yaml.v3-dev")));
    report.text(
        "Medians of %d rounds, in milliseconds. CPU: user and system time of all processes of a call."
            .formatted(rounds));
    report.head("nodes", "what", "CPU", "range", "wall", "range", "CPU ÷ Go's parsing");
    Task version = new Task("`wwj --version`", round -> List.of("./wwj", "--version"));
    rows(report, "", measure(List.of(version)));
    for (int count : COUNTS) {
      NodesSite site = new NodesSite(folder.resolve("" + count), count).write();
      Map<String, List<Cost>> costs = measure(tasks(site, parser));
      costs.putAll(reloads(site));
      rows(report, "%,d".formatted(count), costs);
    }
  }

  private List<Task> tasks(NodesSite site, Path parser) {
    String conf = site.conf().toString();
    return List.of(
        new Task(GO, round -> List.of(parser.toString(), site.nodes().toString())),
        new Task("`wwj node list`", round -> List.of("./wwj", "node", "list", "--conf", conf)),
        new Task(
            "`wwj node set`, one",
            round ->
                List.of(
                    "./wwj",
                    "node",
                    "set",
                    site.one(),
                    "--comment",
                    "round " + round,
                    "--yes",
                    "--conf",
                    conf)),
        new Task(
            "`wwj node set`, all",
            round ->
                List.of(
                    "./wwj",
                    "node",
                    "set",
                    "--all",
                    "--comment",
                    "all " + round,
                    "--yes",
                    "--conf",
                    conf)));
  }

  /**
   * Each in turn, round by round, the order turned round each time; the first round is for warmth.
   */
  private Map<String, List<Cost>> measure(List<Task> tasks) {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    tasks.forEach(task -> costs.put(task.name(), new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (Task task : round % 2 == 0 ? tasks : tasks.reversed()) {
        Cost cost = Cost.of(task.command().apply(round));
        System.err.printf("nodes round %d %s: %s%n", round, task.name(), cost);
        if (round > 0) {
          costs.get(task.name()).add(cost);
        }
      }
    }
    return costs;
  }

  private Map<String, List<Cost>> reloads(NodesSite site) throws IOException {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    try (Reloads reloads = Reloads.start(site.write())) {
      costs.put("server takes one changed node, the first time", List.of(reloads.change(0)));
      List<Cost> later = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        later.add(reloads.change(round));
      }
      costs.put("server takes one changed node", later);
    }
    return costs;
  }

  private static void rows(Report report, String count, Map<String, List<Cost>> costs) {
    double go =
        new Samples(costs.getOrDefault(GO, List.of()).stream().map(Cost::cpuMillis).toList())
            .median();
    costs.forEach((name, list) -> {
      Samples cpu = new Samples(list.stream().map(Cost::cpuMillis).toList());
      Samples wall = new Samples(list.stream().map(Cost::wallMillis).toList());
      String ratio = Double.isNaN(go) ? "" : "%.2f".formatted(cpu.median() / go);
      report.row(count, name, cpu.text(), cpu.range(), wall.text(), wall.range(), ratio);
    });
  }

  private Path goParser() throws IOException {
    Path program = Files.createDirectories(folder).resolve("parse");
    Command.run(
        "env",
        "GO111MODULE=off",
        "GOPATH=/usr/share/gocode",
        "GOCACHE=" + folder.resolve("gocache"),
        "go",
        "build",
        "-o",
        program.toString(),
        "src/test/resources/org/wwj/bench/yaml/main.go");
    return program;
  }
}
