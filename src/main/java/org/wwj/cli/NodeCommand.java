package org.wwj.cli;

import org.wwj.registry.NodesEdit.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code node}: the machines of the site. */
@Command(
    name = "node",
    aliases = "nodes",
    description =
        "Adds, changes, lists and deletes nodes; nodes.conf keeps its comments and order.",
    mixinStandardHelpOptions = true,
    subcommands = {
      NodeCommand.Add.class,
      NodeCommand.Set.class,
      NodeListCommand.class,
      NodeCommand.Delete.class,
      NodeStatusCommand.class,
      TraceCommand.OfNode.class
    },
    footer = {
      "",
      "Example:  wwj node add c[1-4] --ipaddr 10.0.0.11 --netmask 255.255.255.0",
      "          wwj node set c1 --hwaddr 52:54:00:12:34:56 --yes"
    })
final class NodeCommand {
  @Mixin SiteOption site = new SiteOption();

  @Command(
      name = "add",
      customSynopsis = "wwj node add [--conf FILE] NAME… [--FIELD VALUE]…",
      aliases = {"new", "create"},
      modelTransformer = FieldOptions.class,
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Adds nodes. With several, --ipaddr and --ipmiaddr count up from the first.",
        "A new node inherits from the profile 'default' when there is one."
      },
      footer = {"", "Example:  wwj node add c1 --hwaddr 52:54:00:12:34:56 --ipaddr 10.0.0.11"})
  static final class Add extends DefinitionCommand.Add {
    Add() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "set",
      customSynopsis = "wwj node set [--conf FILE] NAME… [--FIELD VALUE]…",
      aliases = "modify",
      modelTransformer = FieldOptions.class,
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Changes fields of nodes that exist. The value UNSET takes a field away, so that the"
            + " node inherits it again. The server uses the change within a second."
      },
      footer = {"", "Example:  wwj node set c[1-4] --image rocky-10 --yes"})
  static final class Set extends DefinitionCommand.Set {
    Set() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "delete",
      aliases = {"rm", "del", "remove"},
      mixinStandardHelpOptions = true,
      description = "Deletes nodes from nodes.conf.",
      footer = {"", "Example:  wwj node delete c[3-4] --yes"})
  static final class Delete extends DefinitionCommand.Delete {
    Delete() {
      super(Kind.NODE);
    }
  }
}
