package org.wwj.cli.overlay;

import org.wwj.cli.SiteOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code wwj overlay}. */
@Command(
    name = "overlay",
    aliases = "overlays",
    description = {
      "Shows and changes overlays: files and templates that are laid over a node's image.",
      "A site's file covers the one of what ships, file by file. Nodes get a change at their next"
          + " request; there is nothing to build."
    },
    subcommands = {
      OverlayListCommand.class,
      OverlayShowCommand.class,
      OverlayInfoCommand.class,
      OverlayCreateCommand.class,
      OverlayImportCommand.class,
      OverlayEditCommand.class,
      OverlayDeleteCommand.class,
      OverlayMkdirCommand.class,
      OverlayChmodCommand.class,
      OverlayChownCommand.class,
      OverlayDiffCommand.class,
      OverlayTraceCommand.class,
      OverlayBuildCommand.class
    },
    footer = {
      "",
      "Examples:  wwj overlay show --render c1 hosts etc/hosts.ww",
      "           wwj overlay edit issue etc/issue.ww",
      "           wwj overlay trace c1 /etc/hosts",
      "           wwj overlay create ours && wwj overlay import -p ours /etc/motd"
    },
    mixinStandardHelpOptions = true)
public final class OverlayCommand {
  @Mixin SiteOption site = new SiteOption();
}
