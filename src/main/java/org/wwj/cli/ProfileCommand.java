package org.wwj.cli;

import org.wwj.registry.NodesEdit.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code profile}: what nodes have in common. */
@Command(
    name = "profile",
    aliases = "profiles",
    description = "Adds, changes, lists and deletes profiles, which nodes inherit from.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ProfileCommand.Add.class,
      ProfileCommand.Set.class,
      ProfileCommand.Unset.class,
      ProfileListCommand.class,
      ProfileCommand.Delete.class,
      ProfileCommand.Edit.class,
      ProfileCommand.Export.class,
      ProfileCommand.Import.class,
      TraceCommand.OfProfile.class
    },
    footer = {"", "Example:  wwj profile set default --image debian-12 --yes"})
final class ProfileCommand {
  @Mixin SiteOption site = new SiteOption();

  @Command(
      name = "add",
      aliases = {"new", "create"},
      customSynopsis = "wwj profile add [--conf FILE] NAME… [--FIELD VALUE]…",
      modelTransformer = FieldOptions.OfAdd.class,
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = "Adds profiles. A node inherits from those in its list, in order.",
      footer = {"", "Example:  wwj profile add gpu --kernelargs nouveau.modeset=0"})
  static final class Add extends AddCommand {
    Add() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "set",
      aliases = "modify",
      customSynopsis = "wwj profile set [--conf FILE] NAME… [--FIELD VALUE]…",
      modelTransformer = FieldOptions.OfSet.class,
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Changes fields of profiles, once you have seen and confirmed what changes.",
        "The value UNSET takes a field away; of a list, -add and -del change single items."
      },
      footer = {
        "",
        "Examples:  wwj profile set default --netmask 255.255.255.0 --yes",
        "           wwj profile set default --system-overlays-add chrony"
      })
  static final class Set extends SetCommand {
    Set() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "unset",
      customSynopsis = "wwj profile unset [--conf FILE] NAME… [--FIELD]…",
      modelTransformer = FieldOptions.OfUnset.class,
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Takes fields of profiles away; with --inherited also what other profiles give them.",
        "A device, disk, partition or file system named alone goes as a whole."
      },
      footer = {"", "Example:  wwj profile unset default --gateway --yes"})
  static final class Unset extends UnsetCommand {
    Unset() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "delete",
      aliases = {"rm", "del", "remove"},
      mixinStandardHelpOptions = true,
      description = {
        "Deletes profiles from nodes.conf. One that nodes use is an error: take it from them first,",
        "or --force."
      },
      footer = {"", "Example:  wwj node set c[1-4] --profile-del gpu && wwj profile delete gpu"})
  static final class Delete extends DeleteCommand {
    Delete() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "edit",
      mixinStandardHelpOptions = true,
      description = {
        "Opens profiles in your editor just as nodes.conf has them, comments included; without a name, all.",
        "Only lines that you change are changed, after a check."
      },
      footer = {"", "Example:  wwj profile edit default"})
  static final class Edit extends EditCommand {
    Edit() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Prints profiles as they are written: YAML, or a table.",
      footer = {"", "Example:  wwj profile export default > default.yaml"})
  static final class Export extends ExportCommand {
    Export() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Adds and changes profiles from a file, YAML or CSV; see `wwj node import --help`.",
      footer = {"", "Example:  wwj profile import default.yaml --dry-run"})
  static final class Import extends ImportCommand {
    Import() {
      super(Kind.PROFILE);
    }
  }
}
