package org.wwj;

import org.wwj.cli.ServerCommand;
import org.wwj.cli.TrainCommand;
import org.wwj.cli.WwjCommand;
import picocli.CommandLine;

/** The entry point of the launcher. */
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit code: 0 done, 1 failed, 2 not understood. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commands =
        WwjCommand.commandLine()
            .addSubcommand("server", new ServerCommand(Server::run))
            .addSubcommand("train", new TrainCommand(Server::start, Main::commandLine));
    return commands.setExecutionExceptionHandler(
        (e, command, parsed) -> WwjCommand.failed(e, command));
  }
}
