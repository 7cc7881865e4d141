package org.wwj.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code version}, for scripts that ask Warewulf's way. */
@Command(
    name = "version",
    aliases = "vers",
    description = "Shows the version, as --version does.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  wwj version --full"})
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--full"},
      description = "Also the Java it runs on, and from where.")
  private boolean full;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(new WwjCommand.Version().getVersion()[0]);
    if (full) {
      out.println("java " + Runtime.version() + " in " + System.getProperty("java.home"));
      out.println("home " + System.getProperty("wwj.home", "(started without its launcher)"));
    }
    out.flush();
  }
}
