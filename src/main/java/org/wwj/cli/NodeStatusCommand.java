package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Status;
import org.wwj.boot.StatusClient;
import org.wwj.config.ConfigException;
import org.wwj.net.HostList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wwj node status}: where each machine stands, and why it stopped. */
@Command(
    name = "status",
    description =
        "Shows how far each machine's boot has come, since when, with how many bytes, and why it stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Asks the running server. A machine that was not seen since the server started is not listed.",
      "",
      "Examples:  wwj node status",
      "           wwj node status -w 'n[01-40]'",
      "           wwj node status --unknown"
    })
public final class NodeStatusCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "Host lists, such as n[01-40]; none means all.")
  private List<String> patterns = new ArrayList<>();

  @Option(
      names = {"-u", "--unknown"},
      description = "Machines that asked for an address and stand in no nodes.conf.")
  private boolean unknown;

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
      description = "The server's answer as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path socket = site.config().paths().runtime().resolve("wwj.sock");
    PrintWriter out = spec.commandLine().getOut();
    do {
      byte[] answer = ask(socket);
      if (json) {
        out.println(new String(answer, StandardCharsets.UTF_8));
      } else {
        String screen = render(Status.parse(answer), Instant.now());
        out.print(watch ? "\u001b[H\u001b[2J" + screen : screen);
      }
      out.flush();
      if (watch) {
        LockSupport.parkNanos(Duration.ofMillis(updateMillis).toNanos());
      }
    } while (watch && !Thread.currentThread().isInterrupted());
    return 0;
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

  String render(Status status, Instant now) {
    Set<String> wanted = new HashSet<>();
    patterns.forEach(pattern -> wanted.addAll(HostList.expand(pattern)));
    Table table =
        new Table(unknown ? "HWADDR" : "NODE NAME", "PHASE", "SINCE", "ADDRESS", "MIB", "REASON");
    for (NodeStatus node : unknown ? status.unknown() : status.nodes()) {
      if (wanted.isEmpty() || wanted.contains(node.name())) {
        table.row(
            node.name(),
            node.phase().word(),
            ago(Duration.between(node.since(), now)),
            node.address(),
            mebibytes(node),
            node.reason());
      }
    }
    StringBuilder text = new StringBuilder(table.toString());
    status.problems().forEach(problem -> text.append("\nproblem: ").append(problem));
    return text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? text.toString() : text + "\n";
  }

  private static String mebibytes(NodeStatus node) {
    String done = String.valueOf(node.bytes() >> 20);
    return node.total() > 0 ? done + "/" + (node.total() >> 20) : done;
  }

  static String ago(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
