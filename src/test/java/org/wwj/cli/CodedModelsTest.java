package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The model of the one command that is named does what the whole model does. */
class CodedModelsTest {
  @TempDir Path folder;

  private record Outcome(int exit, String out, String err) {}

  private Outcome run(CommandLine line, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExecutionExceptionHandler((e, command, parsed) -> WwjCommand.failed(e, command));
    return new Outcome(line.execute(words), out.toString(), err.toString());
  }

  private void site() throws IOException {
    Files.writeString(
        folder.resolve("wwj.conf"),
        "ipaddr: 10.0.0.1/24\npaths: {localstatedir: %1$s, cachedir: %1$s, rundir: %1$s}\n"
            .formatted(folder.resolve("state")));
    Files.writeString(
        folder.resolve("nodes.conf"),
        """
        nodeprofiles:
          default: {comment: all, image name: rocky-10}
          gpu: {profiles: [default]}
        nodes:
          c1: {profiles: [default], network devices: {default: {ipaddr: 10.0.0.11}}}
          c2: {profiles: [gpu], cluster name: b, tags: {x: y}}
          c10: {cluster name: a}
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node list",
        "node ls c[1-2]",
        "nodes list -a",
        "node list -l c1",
        "node list -n",
        "node list --ipmi",
        "node list -nl",
        "node list -y",
        "node list -j c2",
        "node list -yj",
        "node list -o wide",
        "node list -o json c1",
        "node list --output=csv",
        "node list -o nonsense",
        "node list -o",
        "node list -o yaml -y",
        "node list c1 c7",
        "node list c[1-",
        "node list --lnog",
        "node list --halp",
        "node list -x",
        "node list --all=x",
        "node list -a -a",
        "node list -o json -o yaml",
        "node list -v c1",
        "node list -d --conf",
        "node list --conf nowhere/wwj.conf",
        "node list -- -n",
        "node list @words",
        "node list ,",
        "node list --help",
        "node list -lh",
        "node list -V",
        "profile list",
        "profiles ls -a default",
        "profile list -o wide",
        "profile list -o json",
        "profile list nope",
        "profile list -n",
        "profile list --yaml --json",
        "profile list --help",
        "node set c1 --comment x --dry-run",
        "node set c1 --nonsense",
        "node set",
        "node modify c1 --image rocky-11 --dry-run --yes",
        "node set c1 --ipaddr 10.0.0.300",
        "node set --help",
        "node unset c1 --tag x --dry-run",
        "node add c3 --dry-run",
        "node delete c9 --yes",
        "node rm c1 --dry-run",
        "profile set gpu --comment x --dry-run",
        "profile set gpu --discoverable yes",
        "profile set --help",
        "node export c1",
        "node trace c1 image",
        "check",
        "check --nonsense",
        "image list",
        "undo --dry-run",
        "node",
        "node --help",
        "node lst",
        "nod list",
        "--help",
        "--nonsense",
        "list",
        "node nodes list",
        "",
      })
  void theNamedCommandAloneDoesWhatTheWholeDoes(String given) throws IOException {
    site();
    String[] plain = given.isEmpty() ? new String[0] : given.split(" ");
    String[] words =
        plain.length < 2 || given.contains("--conf") || given.endsWith("-o")
            ? plain
            : Stream.concat(
                    Stream.of(plain[0], plain[1]),
                    Stream.concat(
                        Stream.of("--conf", folder.resolve("wwj.conf").toString()),
                        Stream.of(plain).skip(2)))
                .toArray(String[]::new);
    Outcome whole = run(WwjCommand.commandLine(), words);
    Optional<CommandLine> alone = WwjCommand.commandLine(words);
    if (alone.isPresent()) {
      assertThat(run(alone.get(), words)).isEqualTo(whole);
    }
    boolean named = plain.length >= 2 && whole.exit() == 0 && !plain[1].startsWith("-");
    assertThat(alone.isPresent() || !named).as("built alone").isTrue();
  }

  @Test
  void theListsInCodeAreThoseOfTheAnnotations() {
    for (String group : List.of("node", "profile")) {
      CommandSpec inCode = list(CodedModels.line(group, "list").orElseThrow(), group);
      CommandSpec annotated = list(WwjCommand.commandLine(), group);
      assertThat(Stream.concat(inCode.options().stream(), inCode.positionalParameters().stream()))
          .map(CodedModelsTest::told)
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(annotated.options().stream(), annotated.positionalParameters().stream())
                  .map(CodedModelsTest::told)
                  .toList());
      assertThat(inCode.aliases()).isEqualTo(annotated.aliases());
      assertThat(inCode.parent().aliases()).isEqualTo(annotated.parent().aliases());
      assertThat(inCode.qualifiedName()).isEqualTo(annotated.qualifiedName());
    }
  }

  private static CommandSpec list(CommandLine line, String group) {
    return line.getSubcommands().get(group).getSubcommands().get("list").getCommandSpec();
  }

  /** How an argument is parsed. */
  private static String told(ArgSpec arg) {
    return String.join(
        " ",
        arg instanceof OptionSpec option ? String.join(",", option.names()) : "positional",
        arg instanceof PositionalParamSpec positional ? positional.index().toString() : "",
        arg.arity().toString(),
        arg.type().getSimpleName(),
        String.valueOf(arg.auxiliaryTypes().length),
        arg.paramLabel(),
        String.valueOf(arg.defaultValue()),
        String.valueOf(arg.required()),
        String.valueOf(arg.splitRegex()),
        String.valueOf(arg.converters().length));
  }
}
