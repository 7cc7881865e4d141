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
    subcommands = OverlayTraceCommand.class,
    footer = {"", "Example:  wwj overlay trace c1 /etc/hosts"},
    mixinStandardHelpOptions = true)
public final class OverlayCommand {
  @Mixin SiteOption site = new SiteOption();
}
