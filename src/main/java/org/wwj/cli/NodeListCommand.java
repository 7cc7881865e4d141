package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Spelling;
import org.wwj.net.HostList;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Traced;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code node list}. */
@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "Lists nodes after the merge with their profiles; without a pattern, all.",
    footer = {"", "Example:  wwj node list -a c[1-2]     every field and the profile it came from"})
final class NodeListCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private View view = new View();

  @Parameters(arity = "0..*", paramLabel = "PATTERN", description = "Host list, such as c[1-4],c9.")
  private List<String> patterns = new ArrayList<>();

  /** Which columns. */
  static final class View {
    @Option(
        names = {"-n", "--net"},
        description = "Network devices.")
    boolean net;

    @Option(
        names = {"-i", "--ipmi"},
        description = "BMC addresses.")
    boolean ipmi;

    @Option(
        names = {"-l", "--long"},
        description = "Kernel, image and overlays.")
    boolean longer;

    @Option(
        names = {"-a", "--all"},
        description = "Every field, and where it comes from.")
    boolean all;

    @Option(
        names = {"-y", "--yaml"},
        description = "As YAML.")
    boolean yaml;

    @Option(
        names = {"-j", "--json"},
        description = "As JSON.")
    boolean json;
  }

  @Override
  public Integer call() {
    NodesFile file = NodesFile.read(site.config().nodesFile());
    Merge merge = new Merge(file);
    List<String> wanted = HostList.expand(patterns);
    List<Merge.Merged> nodes = new ArrayList<>();
    for (String name : wanted.isEmpty() ? file.nodes().keySet() : wanted) {
      if (file.nodes().containsKey(name)) {
        nodes.add(merge.node(name));
      } else if (spec != null) {
        String hint = Spelling.hint(name, file.nodes().keySet());
        spec.commandLine().getErr().println("wwj: no node " + name + hint);
      }
    }
    if (spec != null) {
      spec.commandLine().getOut().print(show(Listing.ordered(nodes)));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private String show(List<Merge.Merged> merged) {
    if (!(view.net || view.ipmi || view.longer || view.all || view.yaml || view.json)) {
      return Listing.simple(merged);
    }
    List<Node> nodes = merged.stream().map(Merge.Merged::node).toList();
    if (view.net) {
      return Listing.network(nodes);
    }
    if (view.ipmi) {
      return Listing.ipmi(nodes);
    }
    if (view.longer) {
      return Listing.longer(nodes);
    }
    Map<String, SortedMap<FieldKey, Traced>> fields = new LinkedHashMap<>();
    merged.forEach(node -> fields.put(node.name(), node.fields()));
    if (view.all) {
      return Listing.fields(fields, true);
    }
    Map<String, Object> trees = new LinkedHashMap<>();
    fields.forEach((name, of) -> trees.put(name, Listing.tree(of)));
    return view.yaml ? Printed.yaml(trees) : Printed.json(trees);
  }
}
