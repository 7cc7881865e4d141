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
      NodeCommand.Unset.class,
      NodeListCommand.class,
      NodeCommand.Delete.class,
      NodeCommand.Edit.class,
      NodeCommand.Export.class,
      NodeCommand.Import.class,
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
      aliases = {"new", "create"},
      customSynopsis = "wwj node add [--conf FILE] NAME… [--FIELD VALUE]…",
      modelTransformer = FieldOptions.OfAdd.class,
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Adds nodes. With several, --ipaddr and --ipmiaddr count up from the first.",
        "A new node inherits from the profile 'default' when there is one."
      },
      footer = {"", "Example:  wwj node add c1 --hwaddr 52:54:00:12:34:56 --ipaddr 10.0.0.11"})
  static final class Add extends AddCommand {
    Add() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "set",
      aliases = "modify",
      customSynopsis = "wwj node set [--conf FILE] NAME… [--FIELD VALUE]…",
      modelTransformer = FieldOptions.OfSet.class,
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Changes fields of nodes that exist, once you have seen and confirmed what changes.",
        "The value UNSET takes a field away, so that the node inherits it again. Of a list, -add and -del",
        "change single items. The server uses the change within a second."
      },
      footer = {
        "",
        "Examples:  wwj node set c[1-4] --image rocky-10 --yes",
        "           wwj node set c1 --kernelargs-add debug --system-overlays-del chrony",
        "           wwj node set --all --tagadd rack=7 --dry-run"
      })
  static final class Set extends SetCommand {
    Set() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "unset",
      customSynopsis = "wwj node unset [--conf FILE] NAME… [--FIELD]…",
      modelTransformer = FieldOptions.OfUnset.class,
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Takes fields away, so that the node inherits them again; with --inherited it goes without them.",
        "A device, disk, partition or file system named alone goes as a whole."
      },
      footer = {
        "",
        "Examples:  wwj node unset c[1-4] --image --yes",
        "           wwj node unset c1 --netname ib --gateway",
        "           wwj node unset c1 --inherited --gateway   none, whoever names one"
      })
  static final class Unset extends UnsetCommand {
    Unset() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "delete",
      aliases = {"rm", "del", "remove"},
      mixinStandardHelpOptions = true,
      description = "Deletes nodes from nodes.conf.",
      footer = {"", "Example:  wwj node delete c[3-4] --yes"})
  static final class Delete extends DeleteCommand {
    Delete() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "edit",
      mixinStandardHelpOptions = true,
      description = {
        "Opens nodes in your editor just as nodes.conf has them, comments included; without a name, all.",
        "Only lines that you change are changed, after a check."
      },
      footer = {"", "Example:  wwj node edit c[1-2]"})
  static final class Edit extends EditCommand {
    Edit() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Prints nodes as they are written, without what they inherit: YAML, or a table.",
      footer = {
        "",
        "Examples:  wwj node export c[1-4] > nodes.yaml",
        "           wwj node export --csv > nodes.csv"
      })
  static final class Export extends ExportCommand {
    Export() {
      super(Kind.NODE);
    }
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Adds and changes nodes from a file, YAML or CSV; fields that it does not name stay.",
        "An empty value takes a field away, null (~ in YAML) also what is inherited.",
        "The first line of a CSV names the columns: node, then fields by flag (ipaddr, image, kernelargs),",
        "key (image name) or display name (NetDevs[ib].Ipaddr, Tags[rack]); netname says which device",
        "the columns named by flags mean; a cell of a list holds its items, with commas between."
      },
      footer = {
        "",
        "Examples:  wwj node import nodes.yaml --dry-run",
        "           printf 'node,ipaddr\\nc1,10.0.0.11\\n' | wwj node import - --yes"
      })
  static final class Import extends ImportCommand {
    Import() {
      super(Kind.NODE);
    }
  }
}
