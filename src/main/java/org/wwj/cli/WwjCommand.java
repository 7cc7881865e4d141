package org.wwj.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Optional;
import org.wwj.cli.image.ImageCommand;
import org.wwj.cli.migrate.MigrateCommand;
import org.wwj.cli.overlay.OverlayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code wwj}. */
@Command(
    name = "wwj",
    description =
        "Boots diskless clusters: DHCP, TFTP and HTTP server, images, overlays and nodes.",
    mixinStandardHelpOptions = true,
    versionProvider = WwjCommand.Version.class,
    subcommands = {
      NodeCommand.class,
      ProfileCommand.class,
      ImageCommand.class,
      OverlayCommand.class,
      BootCommand.class,
      CheckCommand.class,
      HistoryCommand.class,
      UndoCommand.class,
      UpgradeCommand.class,
      MigrateCommand.class,
      MirrorCommand.class,
      LabCommand.class,
      CompletionCommand.class,
      CompleteCommand.class,
      ManCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "First steps:  sudo wwj lab up                    a virtual cluster to look at",
      "              wwj node add c1 --hwaddr … --ipaddr …",
      "              wwj check                          what would keep a node down",
      "              wwj node status                    where each machine stands"
    })
public final class WwjCommand implements Runnable {
  @Mixin SiteOption site = new SiteOption();
  @Spec private CommandSpec spec;

  /** The command line with all of its commands but those the wiring adds. */
  public static CommandLine commandLine() {
    return configured(new CommandLine(new WwjCommand()));
  }

  /** The same, with the one command alone that the words name; none when the whole is needed. */
  public static Optional<CommandLine> commandLine(String... words) {
    return NamedCommand.below(WwjCommand.class, words).map(WwjCommand::configured);
  }

  /** The same, with that one command alone, whose name is the first of the words. */
  public static CommandLine commandLineOf(Object command, String... words) {
    Optional<CommandLine> coded =
        command instanceof ServerCommand server
            ? CodedModels.server(server, words)
            : Optional.empty();
    return configured(coded.orElseGet(() -> NamedCommand.alone(WwjCommand.class, command)));
  }

  /** The same with all that the help says, which is not needed to run it. */
  static Optional<CommandLine> toldCommandLine(String... words) {
    return NamedCommand.annotated(WwjCommand.class, words).map(WwjCommand::configured);
  }

  /** Whether the words ask for the version and nothing else; then it is printed. */
  public static boolean printsVersion(PrintStream out, String... words) {
    boolean asked = words.length == 1 && (words[0].equals("--version") || words[0].equals("-V"));
    if (asked) {
      out.println(Version.line());
    }
    return asked;
  }

  private static CommandLine configured(CommandLine commands) {
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpAutoWidth(true);
    commands.setExpandAtFiles(false); // a value may begin with @, as passwords do
    commands.setParameterExceptionHandler(new UsageErrors());
    return commands;
  }

  /**
   * How a failed command ends: one line that names cause and fix, exit code 1; a defect shows its
   * trace.
   */
  public static int failed(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean told = failure.getClass().getPackageName().startsWith("org.wwj");
    if (told) {
      err.println("wwj: " + failure.getMessage());
    }
    if (!told || SiteOption.given(command.getCommandSpec(), "--debug")) {
      failure.printStackTrace(err);
    }
    err.flush();
    return 1;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? `wwj --help` lists them");
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }

    static String line() {
      String version = WwjCommand.class.getPackage().getImplementationVersion();
      return "wwj " + (version == null ? "(not packaged)" : version);
    }
  }
}
