package org.wwj.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Status;
import org.wwj.ops.Display;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wwj boot watch}: nodes while they boot. */
@Command(
    name = "watch",
    description = {
      "Shows nodes while they boot: how many are done, move, wait for their turn or failed, what"
          + " leaves the server, how long it takes, and who lags behind, with the cause.",
      "Ends when all of them are done or failed; the exit code is 1 when any failed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wwj boot watch 'n[001-999]'",
      "  wwj boot watch --once                 as it is now; 0 whatever it is",
      "  wwj boot watch --once -o json | jq '.[0].waiting'"
    })
final class BootWatchCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private NodeArguments arguments = new NodeArguments();

  @Option(names = "--once", description = "Show it once and end.")
  private boolean once;

  @Option(
      names = {"-U", "--update"},
      paramLabel = "MS",
      defaultValue = "1000",
      description = "How often (default ${DEFAULT-VALUE} ms).")
  private long updateMillis;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RunningServer server = new RunningServer(site.config());
    PrintWriter out = spec.commandLine().getOut();
    if (once) {
      out.print(shown(look(server)));
      out.flush();
      return 0;
    }
    return Watching.watch(
        out,
        !output.given() && Display.standard().interactive(),
        updateMillis,
        () -> frame(look(server)));
  }

  private Watching.Frame frame(BootView view) {
    int code = view.count(BootView.State.FAILED) == 0 ? 0 : 1;
    return new Watching.Frame(
        shown(view), view.over() ? OptionalInt.of(code) : OptionalInt.empty());
  }

  private String shown(BootView view) {
    return output.shown(() -> List.of(view.object()), () -> view.text(Instant.now()));
  }

  private BootView look(RunningServer server) {
    Status status = Status.parse(server.status());
    Set<String> known = new LinkedHashSet<>(server.defined());
    status.nodes().stream().map(NodeStatus::name).forEach(known::add);
    return BootView.of(status, arguments.choose(known), Instant.now());
  }
}
