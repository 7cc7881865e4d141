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
      ProfileListCommand.class,
      ProfileCommand.Delete.class,
      TraceCommand.OfProfile.class
    },
    footer = {"", "Example:  wwj profile set default --image debian-12 --yes"})
final class ProfileCommand {
  @Mixin SiteOption site = new SiteOption();

  @Command(
      name = "add",
      customSynopsis = "wwj profile add [--conf FILE] NAME… [--FIELD VALUE]…",
      aliases = {"new", "create"},
      modelTransformer = FieldOptions.class,
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Adds profiles. A node inherits from those in its list, in order.",
      footer = {"", "Example:  wwj profile add gpu --kernelargs nouveau.modeset=0"})
  static final class Add extends DefinitionCommand.Add {
    Add() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "set",
      customSynopsis = "wwj profile set [--conf FILE] NAME… [--FIELD VALUE]…",
      aliases = "modify",
      modelTransformer = FieldOptions.class,
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Changes fields of profiles; the value UNSET takes a field away.",
      footer = {"", "Example:  wwj profile set default --netmask 255.255.255.0 --yes"})
  static final class Set extends DefinitionCommand.Set {
    Set() {
      super(Kind.PROFILE);
    }
  }

  @Command(
      name = "delete",
      aliases = {"rm", "del", "remove"},
      mixinStandardHelpOptions = true,
      description = "Deletes profiles from nodes.conf; names the nodes that use them.",
      footer = {"", "Example:  wwj profile delete gpu --yes"})
  static final class Delete extends DefinitionCommand.Delete {
    Delete() {
      super(Kind.PROFILE);
    }
  }
}
