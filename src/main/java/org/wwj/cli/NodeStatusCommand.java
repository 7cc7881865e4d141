package org.wwj.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.Status;
import org.wwj.ops.Display;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  @Mixin private NodeArguments arguments = new NodeArguments();

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

  @Override
  public Integer call() {
    RunningServer server = new RunningServer(site.config());
    PrintWriter out = spec.commandLine().getOut();
    if (watch) {
      return Watching.watch(
          out,
          Display.standard().interactive(),
          updateMillis,
          () -> new Watching.Frame(show(server), OptionalInt.empty()));
    }
    out.print(show(server));
    out.flush();
    return 0;
  }

  private String show(RunningServer server) {
    byte[] answer = server.status();
    if (json) {
      return new String(answer, StandardCharsets.UTF_8) + "\n";
    }
    Status status = Status.parse(answer);
    Instant now = Instant.now();
    List<String> nodes = server.defined();
    List<StatusView.Row> rows = view(status, nodes).rows(status, nodes, now);
    return output.shown(() -> StatusView.objects(rows), () -> table(status, rows, now));
  }

  private String table(Status status, List<StatusView.Row> rows, Instant now) {
    StringBuilder text = new StringBuilder(output.rows(StatusView.table(rows, now, output.wide())));
    if (!output.wide()) {
      status.problems().forEach(problem -> text.append("problem: ").append(problem).append('\n'));
    }
    return text.toString();
  }

  private StatusView view(Status status, List<String> nodes) {
    Set<String> known = new LinkedHashSet<>(nodes);
    status.nodes().forEach(node -> known.add(node.name()));
    status.unknown().forEach(machine -> known.add(machine.name()));
    arguments.choose(known);
    Optional<Duration> within = Optional.ofNullable(seconds).map(Duration::ofSeconds);
    return new StatusView(arguments.named(), unknown, within, last, reverse);
  }
}
