package org.wwj.cli.migrate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj migrate}. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a whole Warewulf 4 site over: settings, nodes, overlays and images. Overlays and images"
          + " are used where they are, or copied. Nothing of the old site is changed."
    },
    footer = {
      "",
      "Examples:",
      "  wwj migrate / --dry-run            what would be done",
      "  wwj migrate /                      do it, into /etc/wwj",
      "  wwj migrate /mnt/old-head --copy   from the disk of another head node"
    })
public final class MigrateCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      description = "The old system's root, or the folder (or file) of its warewulf.conf.")
  private Path folder = Path.of("/");

  @Option(
      names = "--copy",
      description = "Copy overlays and images instead of using them in place.")
  private boolean copy;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only say what would be done.")
  private boolean dryRun;

  @Option(
      names = {"-f", "--force"},
      description = "Replace a site that is there; its files stay as *-old.")
  private boolean force;

  @Option(
      names = "--localstatedir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/wwj",
      description = "Where wwj's own state goes (default ${DEFAULT-VALUE}).")
  private Path state = Path.of("/var/lib/wwj");

  @Option(names = "--add-defaults", description = "As in wwj upgrade nodes.")
  private boolean addDefaults;

  @Option(names = "--replace-overlays", description = "As in wwj upgrade nodes.")
  private boolean replaceOverlays;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Plan.Target target = new Plan.Target(site.file(), state.toAbsolutePath().normalize(), copy);
    Plan plan = new Planner(OldSite.find(folder), target).plan(addDefaults, replaceOverlays);
    Migration migration =
        new Migration(
            plan,
            line -> {
              out.println(line);
              out.flush();
            });
    migration.check(force);
    if (!dryRun) {
      migration.run().forEach(out::println);
    }
    new Report(plan).lines().forEach(out::println);
    if (dryRun) {
      out.println();
      out.println("Nothing was done: --dry-run.");
    }
    out.flush();
    return 0;
  }
}
