package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command's help must have. */
class HelpTest {
  private static final int WIDTH = 80;

  private static List<CommandSpec> all(CommandSpec command) {
    List<CommandSpec> all = new ArrayList<>(List.of(command));
    ManPage.subcommands(command).forEach(sub -> all.addAll(all(sub)));
    return all;
  }

  private static List<CommandSpec> all() {
    return all(WwjCommand.commandLine().getCommandSpec());
  }

  @Test
  void everyCommandHasAnExample() {
    for (CommandSpec command : all()) {
      List<String> footer = HelpText.lines(command.usageMessage().footer());
      assertThat(footer)
          .as(command.qualifiedName())
          .anySatisfy(line -> assertThat(line).contains(command.root().name() + " "));
    }
  }

  @Test
  void everyCommandAndFlagSaysWhatItDoes() {
    for (CommandSpec command : all()) {
      assertThat(command.usageMessage().description()).as(command.qualifiedName()).isNotEmpty();
      for (OptionSpec option : command.options()) {
        assertThat(String.join("", option.description()))
            .as(command.qualifiedName() + " " + option.longestName())
            .isNotBlank();
      }
    }
  }

  /** Picocli breaks longer lines, also within an example. */
  @Test
  void examplesFitATerminal() {
    for (CommandSpec command : all()) {
      assertThat(HelpText.lines(command.usageMessage().footer()))
          .as(command.qualifiedName())
          .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(WIDTH));
    }
  }
}
