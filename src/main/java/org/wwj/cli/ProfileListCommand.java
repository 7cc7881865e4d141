package org.wwj.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Spelling;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Traced;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code profile list}. */
@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "Lists profiles as they are written; without a pattern, all.",
    footer = {"", "Example:  wwj profile list -a default"})
final class ProfileListCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private View view = new View();

  @Parameters(arity = "0..*", paramLabel = "PATTERN", description = "Names, as a host list.")
  private List<String> patterns = new ArrayList<>();

  /** In which form. */
  static final class View {
    @Option(
        names = {"-a", "--all"},
        description = "Every field.")
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
    Collection<String> wanted = HostList.expand(patterns);
    List<Definition> profiles = new ArrayList<>();
    for (String name : wanted.isEmpty() ? file.profiles().keySet() : wanted) {
      Definition profile = file.profiles().get(name);
      if (profile != null) {
        profiles.add(profile);
      } else if (spec != null) {
        String hint = Spelling.hint(name, file.profiles().keySet());
        spec.commandLine().getErr().println("wwj: no profile " + name + hint);
      }
    }
    if (spec != null) {
      spec.commandLine().getOut().print(show(new Merge(file), profiles));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private String show(Merge merge, List<Definition> profiles) {
    if (!view.all && !view.yaml && !view.json) {
      Table table = new Table("PROFILE NAME", "COMMENT/DESCRIPTION");
      profiles.forEach(profile -> table.row(profile.name(), profile.comment()));
      return table.toString();
    }
    Map<String, SortedMap<FieldKey, Traced>> fields = new LinkedHashMap<>();
    profiles.forEach(profile -> fields.put(profile.name(), merge.profile(profile.name())));
    if (view.all) {
      return Listing.fields(fields, false);
    }
    Map<String, Object> trees = new LinkedHashMap<>();
    fields.forEach((name, of) -> trees.put(name, Listing.tree(of)));
    return view.yaml ? Printed.yaml(trees) : Printed.json(trees);
  }
}
