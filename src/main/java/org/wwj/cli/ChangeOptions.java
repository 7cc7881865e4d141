package org.wwj.cli;

import picocli.CommandLine.Option;

/** The options of every command that changes nodes.conf. */
final class ChangeOptions {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(names = "--dry-run", description = "Show what would change, and end there.")
  boolean dryRun;

  @Option(
      names = {"-f", "--force"},
      description = "Write even what the check calls an error.")
  boolean force;
}
