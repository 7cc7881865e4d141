package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.Status;
import org.wwj.boot.StatusClient;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.ops.Display;
import org.wwj.registry.NodesFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wwj node status}: where each machine stands, and why it stopped. */
@Command(
    name = "status",
    description = {
      "Shows how far each machine's boot has come, and why it stopped.",
      "Beside that since when, its address and the MiB it was sent, of how many."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Asks the running server. Phases, in order: discover, offer, loader, script,",
      "kernel, image, init, ready; or failed, with the reason. A node that was not",
      "seen since the server started has none.",
      "",
      "Examples:",
      "  wwj node status",
      "  wwj node status -w 'n[01-40]'          watch some of them boot, until Ctrl-C",
      "  wwj node status -l -t 300              seen within 5 min, the latest first",
      "  wwj node status --unknown              machines that you have not defined yet",
      "  wwj node status -o json | jq -r '.[] | select(.phase == \"failed\") | .name'"
    })
public final class NodeStatusCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "Host lists, such as n[01-40]; none means all.")
  private List<String> patterns = new ArrayList<>();

  @Option(
      names = {"-u", "--unknown"},
      description = {
        "Only what is not known: machines that asked for an address and stand in no nodes.conf, and"
            + " nodes that were not seen."
      })
  private boolean unknown;

  @Option(
      names = {"-t", "--time"},
      paramLabel = "SECONDS",
      description = "Only machines seen within that time.")
  private @Nullable Long seconds;

  @Option(
      names = {"-l", "--last"},
      description = "The machine seen last comes first.")
  private boolean last;

  @Option(
      names = {"-r", "--reverse"},
      description = "The other way round.")
  private boolean reverse;

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again and again until Ctrl-C.")
  private boolean watch;

  @Option(
      names = {"-U", "--update"},
      paramLabel = "MS",
      defaultValue = "500",
      description = "With -w: how often (default ${DEFAULT-VALUE} ms).")
  private long updateMillis;

  @Option(
      names = {"-j", "--json"},
      description = "The server's whole answer, as Warewulf's /status has it.")
  private boolean json;

  @Spec private CommandSpec spec;

  private List<String> defined = List.of();
  private @Nullable FileTime definedAt;

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    if (watch) {
      watch(config);
      return 0;
    }
    spec.commandLine().getOut().print(show(config));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void watch(SiteConfig config) {
    PrintWriter out = spec.commandLine().getOut();
    boolean interactive = Display.standard().interactive();
    if (interactive) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    out.print(Redraw.END);
                    out.flush();
                  },
                  "wwj-cursor"));
      out.print(Redraw.BEGIN);
    }
    String before = "";
    while (!Thread.currentThread().isInterrupted() && !out.checkError()) {
      String text = watched(config);
      if (interactive) {
        out.print(Redraw.frame(text, Display.standard())); // it may have another size by now
      } else if (!text.equals(before)) {
        out.print(text);
      }
      out.flush();
      before = text;
      LockSupport.parkNanos(Duration.ofMillis(Math.max(50, updateMillis)).toNanos());
    }
  }

  /** While the server restarts there is something to say, and nothing to end for. */
  private String watched(SiteConfig config) {
    try {
      return show(config);
    } catch (ConfigException e) {
      return "wwj: " + e.getMessage() + "\n";
    }
  }

  private String show(SiteConfig config) {
    byte[] answer = ask(config.paths().runtime().resolve("wwj.sock"));
    if (json) {
      return new String(answer, StandardCharsets.UTF_8) + "\n";
    }
    Status status = Status.parse(answer);
    Instant now = Instant.now();
    List<String> nodes = defined(config.nodesFile());
    List<StatusView.Row> rows = view(status, nodes).rows(status, nodes, now);
    if (output.structured()) {
      return output.objects(StatusView.objects(rows));
    }
    boolean wide = output.given() && output.form() != OutputOption.Form.TABLE;
    StringBuilder text = new StringBuilder(output.rows(StatusView.table(rows, now, wide)));
    if (!wide) {
      status.problems().forEach(problem -> text.append("problem: ").append(problem).append('\n'));
    }
    return text.toString();
  }

  private StatusView view(Status status, List<String> nodes) {
    CommandLine line = spec.commandLine();
    Set<String> known = new LinkedHashSet<>(nodes);
    status.nodes().forEach(node -> known.add(node.name()));
    status.unknown().forEach(machine -> known.add(machine.name()));
    Patterns chosen = Patterns.choose(line, patterns, known);
    if (!chosen.missing().isEmpty()) {
      throw new ConfigException(chosen.complaint("node", known));
    }
    Set<String> wanted =
        patterns.isEmpty() ? Set.of() : Set.copyOf(Patterns.expand(line, patterns));
    Optional<Duration> within = Optional.ofNullable(seconds).map(Duration::ofSeconds);
    return new StatusView(wanted, unknown, within, last, reverse);
  }

  /**
   * The nodes of the site; read again when the file has changed. A broken file the server tells.
   */
  private List<String> defined(Path nodes) {
    try {
      FileTime modified = Files.getLastModifiedTime(nodes);
      if (!modified.equals(definedAt)) {
        defined = List.copyOf(NodesFile.read(nodes).nodes().keySet());
        definedAt = modified;
      }
    } catch (IOException | ConfigException e) {
      defined = List.of();
    }
    return defined;
  }

  private static byte[] ask(Path socket) {
    try {
      return StatusClient.get(socket, "/status");
    } catch (IOException e) {
      throw new ConfigException(
          "no server answers on %s (%s): start it with `wwj server` or `systemctl start wwj`"
              .formatted(socket, e.getMessage()),
          e);
    }
  }
}
