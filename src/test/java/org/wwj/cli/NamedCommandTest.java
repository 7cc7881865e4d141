package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.ops.Log;
import picocli.CommandLine;

/** A command without its siblings fails and helps as it does among them. */
class NamedCommandTest {
  private static final CommandLine WHOLE =
      WwjCommand.commandLine().addSubcommand("server", server());

  private record Outcome(int exit, String out, String err) {}

  static List<List<String>> leaves() {
    List<List<String>> leaves = new ArrayList<>();
    collect(WHOLE, List.of(), leaves);
    return leaves.stream().filter(words -> alone(words).isPresent()).toList();
  }

  private static void collect(CommandLine line, List<String> path, List<List<String>> leaves) {
    line.getSubcommands()
        .forEach((name, below) -> {
          List<String> words = Stream.concat(path.stream(), Stream.of(name)).toList();
          if (below.getSubcommands().isEmpty()) {
            leaves.add(words);
          }
          collect(below, words, leaves);
        });
  }

  private static ServerCommand server() {
    return new ServerCommand(conf -> {});
  }

  private static Optional<CommandLine> alone(List<String> words) {
    return words.getFirst().equals("server")
        ? Optional.of(WwjCommand.commandLineOf(server(), words.toArray(String[]::new)))
        : WwjCommand.toldCommandLine(words.toArray(String[]::new));
  }

  @Test
  void thereAreMany() {
    assertThat(leaves())
        .hasSizeGreaterThan(50)
        .contains(List.of("server"), List.of("mirror"), List.of("node", "set"));
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void helpsAndFailsAsAmongTheOthers(List<String> words) {
    for (String word : List.of("--help", "--nonsense", "--halp", "--conf")) {
      List<String> given = Stream.concat(words.stream(), Stream.of(word)).toList();
      assertThat(run(alone(given).orElseThrow(), given)).isEqualTo(run(WHOLE, given));
    }
  }

  @Test
  void theServerAloneRunsOverTheFileThatIsNamed() {
    List<Path> over = new ArrayList<>();
    try {
      for (String named : List.of("--conf=/srv/wwj.conf", "--warewulfconf=/srv/warewulf.conf")) {
        String[] words = {"server", named, "-v"};
        int exit = WwjCommand.commandLineOf(new ServerCommand(over::add), words).execute(words);
        assertThat(exit).isZero();
      }
    } finally {
      Log.install(new PrintStream(PrintStream.nullOutputStream()), true, Level.OFF);
    }
    assertThat(over).containsExactly(Path.of("/srv/wwj.conf"), Path.of("/srv/warewulf.conf"));
  }

  private static Outcome run(CommandLine line, List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return new Outcome(line.execute(words.toArray(String[]::new)), out.toString(), err.toString());
  }
}
