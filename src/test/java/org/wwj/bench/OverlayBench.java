package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Overlays of many nodes, beside a loop that only packs trees that are already rendered. */
final class OverlayBench {
  private static final int[] NODES = {1000, 10_000};

  /** Trees that the loop packs; its figures are scaled to all nodes. */
  private static final int SAMPLE = 200;

  private final Path folder;
  private final int rounds;

  OverlayBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  /** Measures both, round by round, and adds the tables. */
  void run(Report report) {
    List<Map<String, Samples>> results = new ArrayList<>();
    for (int nodes : NODES) {
      results.add(rounds(nodes));
    }
    report.text(
        ("%s, %s. Medians of %d rounds, each in a JVM of its own, one thread asking for the system and the runtime archive of each"
                + " node, the default profile's overlays. CPU: the JVM with its compilers and its collector; the loop with"
                + " all that it starts.")
            .formatted(
                Command.firstLine("cpio", "--version"),
                Command.firstLine("gzip", "--version"),
                rounds));
    report.head(
        "nodes",
        "first of all, CPU s",
        "range",
        "wall s",
        "asked again, nothing changed, CPU s",
        "heap held, MiB",
        "RSS, MiB");
    for (int i = 0; i < NODES.length; i++) {
      Map<String, Samples> r = results.get(i);
      report.row(
          String.valueOf(NODES[i]),
          get(r, "first-cpu").text(),
          get(r, "first-cpu").range(),
          get(r, "first-wall").text(),
          get(r, "unchanged-cpu").text(),
          get(r, "heap").text(),
          get(r, "rss").text());
    }
    report.text("After a change: the changed node's own two archives, and those of all nodes.");
    report.head("nodes", "changed", "that node, ms", "range", "all nodes, CPU s", "wall s");
    for (int i = 0; i < NODES.length; i++) {
      Map<String, Samples> r = results.get(i);
      change(report, NODES[i], r, "own", "one node's comment (no template looks at it)");
      change(report, NODES[i], r, "address", "one node's address (`hosts` of all)");
      change(report, NODES[i], r, "template", "one template of each node (`hostname`)");
    }
    report.text(
        "The loop: `find | cpio -o -H newc | gzip` for each tree of %d nodes that are rendered already, times the nodes."
            .formatted(SAMPLE));
    report.head("nodes", "loop, CPU s", "range", "wall s", "wwj's first of all ÷ loop, CPU");
    for (int i = 0; i < NODES.length; i++) {
      Map<String, Samples> r = results.get(i);
      report.row(
          String.valueOf(NODES[i]),
          get(r, "loop-cpu").text(),
          get(r, "loop-cpu").range(),
          get(r, "loop-wall").text(),
          "**%.2f**".formatted(get(r, "first-cpu").median() / get(r, "loop-cpu").median()));
    }
  }

  private static void change(
      Report report, int nodes, Map<String, Samples> r, String name, String what) {
    report.row(
        String.valueOf(nodes),
        what,
        get(r, name).text(),
        get(r, name).range(),
        get(r, name + "-all-cpu").text(),
        get(r, name + "-all-wall").text());
  }

  private static Samples get(Map<String, Samples> results, String name) {
    return results.getOrDefault(name, new Samples(List.of()));
  }

  private Map<String, Samples> rounds(int nodes) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      Map<String, Double> figures = measure(nodes);
      System.err.printf("overlays round %d, %d nodes: %s%n", round + 1, nodes, figures);
      figures.forEach(
          (name, value) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    values.forEach((name, list) -> samples.put(name, new Samples(list)));
    return samples;
  }

  private Map<String, Double> measure(int nodes) {
    try {
      Command.run("rm", "-rf", folder.toString());
      Path conf = conf();
      Path trees = folder.resolve("trees");
      Map<String, Double> figures = new LinkedHashMap<>();
      String printed =
          Command.run(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-Xmx1g",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              System.getProperty("java.class.path"),
              OverlayRun.class.getName(),
              conf.toString(),
              String.valueOf(nodes),
              trees.toString(),
              String.valueOf(SAMPLE));
      printed
          .lines()
          .map(line -> line.split(" "))
          .filter(words -> words.length == 2 && words[1].matches("[0-9.]+"))
          .forEach(words -> figures.put(words[0], Double.parseDouble(words[1])));
      loop(trees, nodes, figures);
      return figures;
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  private Path conf() throws IOException {
    for (String name : List.of("etc", "state/keys", "cache", "overlays", "run")) {
      Files.createDirectories(folder.resolve(name));
    }
    Path conf = folder.resolve("etc/wwj.conf");
    Files.writeString(
        conf,
        """
        ipaddr: 10.0.0.1/8
        paths:
          datadir: %1$s
          sysconfdir: %2$s/etc
          localstatedir: %2$s/state
          cachedir: %2$s/cache
          wwchrootdir: %2$s/chroots
          wwprovisiondir: %2$s/provision
          wwoverlaydir: %2$s/overlays
          rundir: %2$s/run
        """
            .formatted(Path.of("").toAbsolutePath(), folder.toAbsolutePath()));
    return conf;
  }

  /** Bash's own measure of time counts all children. */
  private static void loop(Path trees, int nodes, Map<String, Double> figures) {
    String times =
        Command.in(
            trees,
            "bash",
            "-c",
            """
            TIMEFORMAT='%3R %3U %3S'
            time for tree in */system */runtime; do
              (cd "$tree" && find . | cpio --quiet -o -H newc | gzip >../"${tree##*/}.img.gz")
            done
            """);
    String[] words = times.strip().split(" ");
    double scale = (double) nodes / SAMPLE;
    figures.put("loop-wall", Double.parseDouble(words[0]) * scale);
    figures.put("loop-cpu", (Double.parseDouble(words[1]) + Double.parseDouble(words[2])) * scale);
  }
}
