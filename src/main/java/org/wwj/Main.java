package org.wwj;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.wwj.cli.ServerCommand;
import org.wwj.cli.TrainCommand;
import org.wwj.cli.WwjCommand;
import org.wwj.ops.OptimizingCompiler;
import picocli.CommandLine;

/** The entry point of the launcher. */
public final class Main {
  /** What is not over when it answers: servers still stop, a training run still writes. */
  private static final Set<String> LINGERS = Set.of("server", "mirror", "train");

  private static final Set<String> SERVES = Set.of("server", "mirror");

  private Main() {}

  /** Runs a command and ends with its exit code: 0 done, 1 failed, 2 not understood. */
  public static void main(String[] args) {
    if (args.length > 0 && SERVES.contains(args[0])) {
      // From the start on, which is the worst of it; beside it, as libc's functions take a while to
      // bind.
      Thread.ofPlatform().daemon().name("wwj-compiler").start(OptimizingCompiler::giveWay);
    }
    // Scripts ask for it often, and it needs no command line.
    int code = WwjCommand.printsVersion(System.out, args) ? 0 : commandLine(args).execute(args);
    if (code == 0 && System.out.checkError()) {
      code = lost(new FileOutputStream(FileDescriptor.out), System.err);
    }
    // The word may follow --conf; and what failed may have left the terminal to a hook.
    if (code != 0 || !Collections.disjoint(LINGERS, Arrays.asList(args))) {
      System.exit(code);
    }
    System.out.flush();
    System.err.flush();
    // An exit looks for a logger to tell of it, which takes a tenth of a short command's time.
    Runtime.getRuntime().halt(code);
  }

  /** The exit code when not all could be printed; only one more write tells why. */
  static int lost(OutputStream out, PrintStream err) {
    try {
      out.write('\n');
    } catch (IOException e) {
      if ("Broken pipe".equals(e.getMessage())) {
        return 0; // who reads it has seen enough, as head does
      }
      err.println("wwj: standard output cannot be written, it is not whole: " + e.getMessage());
    }
    return 1;
  }

  /** The command line that these words are for. */
  static CommandLine commandLine(String... words) {
    CommandLine commands =
        own(words).or(() -> WwjCommand.commandLine(words)).orElseGet(Main::whole);
    return commands.setExecutionExceptionHandler(
        (e, command, parsed) -> WwjCommand.failed(e, command));
  }

  /** The commands of the wiring, alone: a server that starts does not wait for all the others. */
  private static Optional<CommandLine> own(String... words) {
    return switch (words.length == 0 ? "" : words[0]) {
      case "server" -> Optional.of(WwjCommand.commandLineOf(server(), words));
      case "train" -> Optional.of(WwjCommand.commandLineOf(train(), words));
      default -> Optional.empty();
    };
  }

  private static CommandLine whole() {
    return WwjCommand.commandLine()
        .addSubcommand("server", server())
        .addSubcommand("train", train());
  }

  private static ServerCommand server() {
    return new ServerCommand(Server::run);
  }

  private static TrainCommand train() {
    return new TrainCommand(Server::start, Main::commandLine);
  }
}
