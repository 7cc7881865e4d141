package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Status;
import org.wwj.boot.StatusClient;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.ops.Display;
import org.wwj.registry.NodesFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "Host lists, such as n[01-40]; none means all.")
  private List<String> patterns = new ArrayList<>();

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
    SiteConfig config = site.config();
    PrintWriter out = spec.commandLine().getOut();
    if (once) {
      out.print(shown(look(config)));
      out.flush();
      return 0;
    }
    boolean interactive = !output.given() && Display.standard().interactive();
    if (interactive) {
      giveTheCursorBack(out);
    }
    String before = "";
    while (!out.checkError()) {
      BootView view = null;
      String text;
      try {
        view = look(config);
        text = shown(view);
      } catch (ConfigException e) { // while the server restarts there is nothing to end for
        text = "wwj: " + e.getMessage() + "\n";
      }
      if (interactive) {
        out.print(Redraw.frame(text, Display.standard()));
      } else if (!text.equals(before)) {
        out.print(text);
      }
      out.flush();
      before = text;
      if (view != null && view.over()) {
        return view.count(BootView.State.FAILED) == 0 ? 0 : 1;
      }
      LockSupport.parkNanos(Duration.ofMillis(Math.max(50, updateMillis)).toNanos());
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    return 0;
  }

  private static void giveTheCursorBack(PrintWriter out) {
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

  private String shown(BootView view) {
    return output.structured() ? output.objects(List.of(view.object())) : view.text(Instant.now());
  }

  private BootView look(SiteConfig config) {
    Status status = ask(config);
    Set<String> known = new LinkedHashSet<>();
    try {
      known.addAll(NodesFile.read(config.nodesFile()).nodes().keySet());
    } catch (ConfigException e) {
      // the server tells of a broken file, and serves on
    }
    status.nodes().stream().map(NodeStatus::name).forEach(known::add);
    Patterns chosen = Patterns.choose(spec.commandLine(), patterns, known);
    if (!chosen.missing().isEmpty()) {
      throw new ConfigException(chosen.complaint("node", known));
    }
    return BootView.of(status, chosen.names(), Instant.now());
  }

  private static Status ask(SiteConfig config) {
    Path socket = config.paths().runtime().resolve("wwj.sock");
    try {
      return StatusClient.fetch(socket);
    } catch (IOException e) {
      throw new ConfigException(
          "no server answers on %s (%s): start it with `wwj server` or `systemctl start wwj`"
              .formatted(socket, e.getMessage()),
          e);
    }
  }
}
