package org.wwj.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code wwj boot}. */
@Command(
    name = "boot",
    description = "Tells how long it takes to boot many nodes, and shows them while they boot.",
    mixinStandardHelpOptions = true,
    subcommands = {BootPlanCommand.class, BootWatchCommand.class},
    footer = {
      "",
      "Example:  wwj boot plan n[001-999]     before you switch them on",
      "          wwj boot watch n[001-999]    while they boot"
    })
final class BootCommand {
  @Mixin SiteOption site = new SiteOption();
}
