package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.ConfigUpgrade;
import org.wwj.config.SiteConfig;
import org.wwj.config.StrictYaml;
import org.wwj.config.Upgraded;
import org.wwj.registry.NodesUpgrade;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code upgrade}: files of Warewulf 4.0 to 4.5 in the form of today. */
@Command(
    name = "upgrade",
    description = {
      "Brings files of Warewulf 4.0 to 4.5 into the form of today. Comments and order stay; what",
      "cannot be carried over becomes a comment, and is told with file and line."
    },
    mixinStandardHelpOptions = true,
    subcommands = {UpgradeCommand.Config.class, UpgradeCommand.Nodes.class},
    footer = {
      "",
      "Example:  wwj upgrade nodes -i /etc/warewulf/nodes.conf -o - | less",
      "A whole site at once: see `wwj migrate`."
    })
final class UpgradeCommand {
  private static final String STANDARD = "-";

  /** What both commands have. */
  abstract static class OneFile implements Callable<Integer> {
    @Mixin private SiteOption site = new SiteOption();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-i", "--input-path"},
        paramLabel = "FILE",
        description = "The file to read, - for standard input; default the site's own.")
    private @Nullable String input;

    @Option(
        names = {"-o", "--output-path"},
        paramLabel = "FILE",
        description =
            "The file to write, - for standard output; default the one that is read. A file that"
                + " is replaced stays as FILE-old.")
    private @Nullable String output;

    abstract Path own(SiteOption site);

    abstract Upgraded upgrade(String name, String text);

    SiteOption site() {
      return site;
    }

    PrintWriter err() {
      return spec.commandLine().getErr();
    }

    @Override
    public Integer call() throws IOException {
      String from = input == null ? own(site).toString() : input;
      String to = output == null ? from : output;
      boolean piped = from.equals(STANDARD);
      String name = piped ? "standard input" : from;
      String text =
          piped
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : StrictYaml.text(Path.of(from));
      Upgraded upgraded = upgrade(name, text);
      upgraded.lost().forEach(err()::println);
      err().flush();
      PrintWriter out = spec.commandLine().getOut();
      if (to.equals(STANDARD)) {
        out.print(upgraded.text());
      } else {
        Path target = Path.of(to).toAbsolutePath();
        Replacement.Outcome outcome = new Replacement(target).with(upgraded.text());
        upgraded.counts().forEach((rule, count) -> out.println("  " + count + " x " + rule));
        out.println(outcome);
      }
      out.flush();
      return 0;
    }
  }

  /** {@code wwj upgrade config}. */
  @Command(
      name = "config",
      mixinStandardHelpOptions = true,
      description = "Upgrades warewulf.conf (or wwj.conf).",
      footer = {"", "Example:  wwj upgrade config --conf /etc/warewulf/warewulf.conf"})
  static final class Config extends OneFile {
    @Override
    Path own(SiteOption site) {
      return site.file();
    }

    @Override
    Upgraded upgrade(String name, String text) {
      return ConfigUpgrade.of(name, text);
    }
  }

  /** {@code wwj upgrade nodes}. */
  @Command(
      name = "nodes",
      mixinStandardHelpOptions = true,
      description = "Upgrades nodes.conf.",
      footer = {"", "Example:  wwj upgrade nodes --with-warewulfconf /etc/warewulf/warewulf.conf"})
  static final class Nodes extends OneFile {
    @Option(
        names = "--add-defaults",
        paramLabel = "BOOL",
        arity = "0..1",
        fallbackValue = "true",
        description =
            "Write what Warewulf before 4.6 took for granted into the profile 'default', and give"
                + " that to nodes without any profile.")
    private boolean addDefaults;

    @Option(
        names = "--replace-overlays",
        paramLabel = "BOOL",
        arity = "0..1",
        fallbackValue = "true",
        description = "Name the overlays that took the place of wwinit and generic.")
    private boolean replaceOverlays;

    @Option(
        names = "--with-warewulfconf",
        paramLabel = "FILE",
        description =
            "What this warewulf.conf of before 4.6 had nodes mount becomes resource fstab of the"
                + " profile 'default'.")
    private @Nullable Path warewulfconf;

    @Override
    Path own(SiteOption site) {
      return site.config().nodesFile();
    }

    @Override
    Upgraded upgrade(String name, String text) {
      List<ConfigUpgrade.NfsMount> mounts =
          warewulfconf == null
              ? List.of()
              : ConfigUpgrade.mounts(warewulfconf.toString(), StrictYaml.text(warewulfconf));
      return NodesUpgrade.of(
          name, text, new NodesUpgrade.Options(addDefaults, replaceOverlays, mounts), kernels());
    }

    /** The site's images, when there is a site: a file alone can be upgraded anywhere. */
    private NodesUpgrade.Kernels kernels() {
      if (Files.exists(site().file())) {
        try {
          SiteConfig.Paths paths = site().config().paths();
          return new SiteKernels(
              paths.chroots(),
              List.of(paths.provision(), paths.localstatedir(), Path.of("/srv/warewulf")));
        } catch (ConfigException e) {
          err().println("wwj: images are not looked at for kernels: " + e.getMessage());
        }
      }
      return (image, wish) -> Optional.empty();
    }
  }
}
