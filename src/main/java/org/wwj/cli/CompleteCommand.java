package org.wwj.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What the completion scripts ask: {@code wwj __complete -- WORD…}. Answers a line a candidate,
 * with a tab and its meaning, and {@code :files} where files may stand.
 */
@Command(
    name = "__complete",
    hidden = true,
    description = "Says what may come next on a command line; the completion scripts ask it.")
final class CompleteCommand implements Runnable {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "The words so far.")
  private List<String> words = new ArrayList<>();

  @Override
  public void run() {
    CommandSpec model =
        WwjCommand.toldCommandLine(words.toArray(String[]::new))
            .orElseGet(CompleteCommand::whole)
            .getCommandSpec();
    Completer completer =
        new Completer(model, conf -> new SiteNames(conf == null ? site.file() : conf));
    Completer.Answer answer = completer.complete(words);
    PrintWriter out = spec.commandLine().getOut();
    for (Completer.Candidate candidate : answer.candidates()) {
      out.print(candidate.word() + "\t" + candidate.help() + "\n");
    }
    if (answer.files()) {
      out.print(":files\n");
    }
    out.flush();
  }

  /** All commands, where the words do not name one yet; for looking at, not for running. */
  private static CommandLine whole() {
    return WwjCommand.commandLine().addSubcommand("server", new ServerCommand(conf -> {}));
  }
}
