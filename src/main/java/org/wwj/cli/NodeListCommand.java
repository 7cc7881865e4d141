package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.registry.Field;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code node list}. */
@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = {
      "Lists nodes after the merge with their profiles, by cluster and name.",
      "A name that does not exist is an error (exit 1); of a range, those are listed that exist."
    },
    footer = {
      "",
      "Examples:",
      "  wwj node list                          names, profiles, network devices",
      "  wwj node list -a c[1-2]                every field and the profile it is from",
      "  wwj node list -n -o csv                network devices for a spreadsheet",
      "  wwj node list -o json | jq -r '.[] | select(.image_name == null) | .name'",
      "                                         nodes that have no image"
    })
final class NodeListCommand extends DefinitionListCommand<Merge.Merged> {
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

  NodeListCommand() {
    super(Kind.NODE);
  }

  @Override
  List<Merge.Merged> entries(NodesFile file, List<String> names) {
    Merge merge = new Merge(file);
    // In the order of the names within a cluster, and most nodes are in none.
    SortedMap<String, List<Merge.Merged>> clusters = new TreeMap<>();
    for (String name : names) {
      Merge.Merged node = merge.node(name);
      String cluster = node.text(Field.CLUSTER_NAME);
      List<Merge.Merged> nodes = clusters.get(cluster);
      if (nodes == null) {
        nodes = new ArrayList<>();
        clusters.put(cluster, nodes);
      }
      nodes.add(node);
    }
    List<Merge.Merged> all = new ArrayList<>();
    clusters.values().forEach(all::addAll);
    return all;
  }

  @Override
  Listed listed(Merge.Merged node) {
    return Listed.of(node);
  }

  @Override
  Table table(NodesFile file, List<Merge.Merged> entries, boolean wide) {
    if (!(ipmi || net || longer || wide)) {
      return Listing.simple(entries);
    }
    List<Node> nodes = entries.stream().map(Merge.Merged::node).toList();
    if (ipmi) {
      return Listing.ipmi(nodes);
    }
    if (net) {
      return Listing.network(nodes);
    }
    return longer ? Listing.longer(nodes) : Listing.wide(nodes);
  }

  @Override
  Table fields(List<Listed> nodes) {
    return Listing.nodeFields(nodes);
  }
}
