package org.wwj.cli.overlay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.image.ImageStore;
import org.wwj.overlay.Kind;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.overlay.TracedFile;
import org.wwj.overlay.TracedValues;
import org.wwj.registry.Definition;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay trace}: who wrote a file of a node, and with what values. */
@Command(
    name = "trace",
    aliases = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Tells which overlay writes a file of a node, from which file of the server, what that covers,"
          + " and with what values: each field that its template looked at, with who sets it.",
      "Without PATH it lists all files that the node gets from overlays. Passwords are shown as ***."
    },
    footer = {
      "",
      "Examples:",
      "  wwj overlay trace c1 /etc/hosts            why it says what it says",
      "  wwj overlay trace c1                       all files, and who writes each",
      "  wwj overlay trace c1 -o json | jq -r '.[] | select(.layer == \"site\") | .path'",
      "                                             what the site has made its own"
    })
final class OverlayTraceCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NODE", description = "Whose file.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "The file's path on the node; none means all.")
  private @Nullable String path;

  @Option(
      names = {"-j", "--json"},
      description = "As -o json.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    if (json && output.given()) {
      throw new ParameterException(line, "-o and -j exclude each other; give one of them");
    }
    SiteConfig config = site.config();
    NodesFile file = NodesFile.read(config.nodesFile());
    Snapshot snapshot = Registry.snapshot(config, file);
    Node node = snapshot.nodes().get(name);
    Definition definition = file.nodes().get(name);
    if (node == null || definition == null) {
      throw new ConfigException("no node " + name + Spelling.hint(name, snapshot.nodes().keySet()));
    }
    OverlayRenderer renderer =
        new OverlayRenderer(
            new OverlayStore(config.paths()),
            new ImageStore(config.paths().chroots(), config.paths().provision()),
            serverName());
    List<FileTrace> traces = new ArrayList<>();
    TreeSet<String> known = new TreeSet<>();
    for (Kind kind : Kind.values()) {
      SortedMap<String, TracedFile> files = renderer.trace(node, kind, snapshot);
      known.addAll(files.keySet());
      for (TracedFile traced : files.values()) {
        if (path == null || traced.entry().path().equals(inner(path))) {
          TracedValues values =
              path == null || traced.sources().isEmpty()
                  ? null
                  : renderer.values(node, traced.sources().getFirst(), snapshot);
          boolean backup = files.containsKey(traced.entry().path() + ".wwbackup");
          traces.add(new FileTrace(config, file, definition, traced, backup, values));
        }
      }
    }
    if (path != null && traces.isEmpty()) {
      String inner = inner(path);
      throw new ConfigException(
          "node %s gets no file /%s from its overlays%s; all that it gets:  wwj overlay trace %s"
              .formatted(name, inner, Spelling.hint(inner, known), name));
    }
    line.getOut().print(show(traces));
    line.getOut().flush();
    return 0;
  }

  private static String inner(String path) {
    return path.replaceFirst("^/+", "").replaceFirst("/+$", "");
  }

  /** What templates see as BuildHost. */
  private static String serverName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private String show(List<FileTrace> traces) {
    if (json || output.structured()) {
      return output.objects(traces.stream().map(FileTrace::object).toList());
    }
    if (path == null || output.form() == OutputOption.Form.CSV) {
      return output.rows(FileTrace.table(traces));
    }
    StringBuilder out = new StringBuilder();
    for (FileTrace trace : traces) {
      out.append(out.isEmpty() ? "" : "\n").append(trace.text());
    }
    return out.toString();
  }
}
