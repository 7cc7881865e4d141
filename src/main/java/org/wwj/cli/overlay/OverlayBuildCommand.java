package org.wwj.cli.overlay;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.wwj.boot.StatusClient;
import org.wwj.cli.Patterns;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.net.HostList;
import org.wwj.overlay.Kind;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.registry.Node;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay build}. */
@Command(
    name = "build",
    description = {
      "Renders the overlays of nodes and says what is wrong with any.",
      "Nothing has to be built: the server renders what a node asks for, of the files as they are.",
      "A server that runs renders them now, and has them at hand when many nodes ask at once."
    },
    footer = {
      "",
      "Examples:  wwj overlay build",
      "           wwj overlay build c[1-4] && echo good"
    },
    mixinStandardHelpOptions = true)
final class OverlayBuildCommand implements Callable<Integer> {
  /** Of a request's first line. */
  private static final int LONGEST_LIST = 2000;

  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many to render at a time; 0 means one a processor.")
  private int workers;

  @Option(
      names = {"-O", "--overlay"},
      paramLabel = "OVERLAY",
      split = ",",
      hidden = true,
      description = "Only these overlays, as before Warewulf 4.7.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      hidden = true,
      description = "Accepted as before Warewulf 4.7.")
  private String output = "";

  @Option(
      names = {"-H", "--host"},
      hidden = true,
      description = "Accepted as by old Warewulf.")
  boolean host;

  @Option(
      names = {"-N", "--nodes"},
      hidden = true,
      description = "Accepted as by old Warewulf.")
  boolean nodes;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATTERN",
      description = "Names or host lists, such as c[1-4],c9; none means all.")
  private List<String> patterns = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    PrintWriter err = line.getErr();
    SiteOverlays overlays = SiteOverlays.of(site);
    only.forEach(overlays::overlay);
    if (!output.isEmpty()) {
      err.println(
          "wwj: nothing is written to "
              + output
              + "; wwj overlay show --render NODE OVERLAY FILE shows what a node gets");
    }
    Snapshot snapshot = Registry.load(site.file());
    Patterns chosen = Patterns.choose(line, patterns, snapshot.nodes().keySet());
    boolean incomplete = chosen.complain(line, "node", snapshot.nodes().keySet());
    Optional<Map<String, SortedSet<String>>> prepared =
        only.isEmpty() ? byServer(snapshot, chosen.names()) : Optional.empty();
    Map<String, SortedSet<String>> errors =
        prepared.orElseGet(() -> errors(overlays.renderer(), snapshot, chosen.names()));
    errors.forEach((what, nodes) ->
        err.println(
            "wwj: node%s %s%s"
                .formatted(nodes.size() == 1 ? "" : "s", HostList.compress(nodes), what)));
    err.flush();
    int count = chosen.names().size();
    line.getOut()
        .println(
            errors.isEmpty()
                ? "The overlays of %d node%s render%s."
                    .formatted(
                        count,
                        count == 1 ? "" : "s",
                        prepared.isPresent() ? "; the server has them at hand" : "")
                : "Some do not render; nodes get the last good ones, if there were any.");
    return incomplete || !errors.isEmpty() ? 1 : 0;
  }

  /** What the running server says goes wrong, which renders them; nothing when none runs. */
  private static Optional<Map<String, SortedSet<String>>> byServer(
      Snapshot snapshot, List<String> names) {
    boolean all = names.size() == snapshot.nodes().size();
    String list = all ? "" : URLEncoder.encode(HostList.compress(names), StandardCharsets.UTF_8);
    if (names.isEmpty() || list.length() > LONGEST_LIST) {
      return Optional.empty();
    }
    Path socket = snapshot.config().paths().runtime().resolve("wwj.sock");
    Map<String, SortedSet<String>> mistakes = new TreeMap<>();
    try {
      byte[] answer = StatusClient.get(socket, "/overlays?nodes=" + list);
      new String(answer, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", 2))
          .forEach(line -> add(mistakes, line[0], line[1]));
      return Optional.of(mistakes);
    } catch (IOException e) {
      return Optional.empty(); // then they are rendered here
    }
  }

  /** Takes a mistake down without the node's name, so that those alike are told once. */
  private static void add(Map<String, SortedSet<String>> all, String node, String mistake) {
    String own = "node " + node;
    String what = mistake.startsWith(own) ? mistake.substring(own.length()) : ": " + mistake;
    all.computeIfAbsent(what, key -> new TreeSet<>()).add(node);
  }

  /** What goes wrong, and on which nodes. */
  private Map<String, SortedSet<String>> errors(
      OverlayRenderer renderer, Snapshot snapshot, List<String> names) {
    List<Callable<List<String>>> tasks = new ArrayList<>();
    for (String name : names) {
      Node node = snapshot.node(name).orElseThrow();
      tasks.add(() -> errors(renderer, snapshot, node));
    }
    Map<String, SortedSet<String>> all = new TreeMap<>();
    int threads = workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<List<String>>> done = pool.invokeAll(tasks);
      for (int i = 0; i < done.size(); i++) {
        for (String error : done.get(i).resultNow()) {
          add(all, names.get(i), error);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("interrupted", e);
    }
    return all;
  }

  private List<String> errors(OverlayRenderer renderer, Snapshot snapshot, Node node) {
    List<String> errors = new ArrayList<>();
    List<List<String>> lists = new ArrayList<>();
    if (only.isEmpty()) {
      for (Kind kind : Kind.values()) {
        lists.add(kind.of(node));
      }
    } else {
      lists.add(only);
    }
    for (List<String> list : lists) {
      try {
        renderer.render(node, list, snapshot);
      } catch (OverlayException e) {
        errors.add(String.valueOf(e.getMessage()));
      }
    }
    return errors;
  }
}
