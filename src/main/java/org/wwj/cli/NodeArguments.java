package org.wwj.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments of a command about some of the nodes, or all. */
final class NodeArguments {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "Host lists, such as n[01-40]; none means all.")
  private List<String> patterns = new ArrayList<>();

  /**
   * Those of the known nodes that are meant.
   *
   * @throws ConfigException when one was asked for that is not known
   */
  List<String> choose(Collection<String> known) {
    Patterns chosen = Patterns.choose(spec().commandLine(), patterns, known);
    if (!chosen.missing().isEmpty()) {
      throw new ConfigException(chosen.complaint("node", known));
    }
    return chosen.names();
  }

  /** The names that were asked for, known or not; none when all are meant. */
  Set<String> named() {
    return patterns.isEmpty()
        ? Set.of()
        : Set.copyOf(Patterns.expand(spec().commandLine(), patterns));
  }

  private CommandSpec spec() {
    if (command == null) {
      throw new IllegalStateException("not mixed into a command");
    }
    return command;
  }
}
