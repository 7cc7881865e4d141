package org.wwj.cli;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The one command that the first words of a command line name, without its siblings: to make the
 * model of all commands takes longer than most commands run. It parses, fails and helps as in the
 * whole model, which NamedCommandTest shows.
 */
final class NamedCommand {
  /** The commands, and groups of commands, that look at nothing but themselves. */
  private static final Set<String> ALONE =
      Set.of(
          "node", "profile", "image", "overlay", "boot", "check", "undo", "mirror", "__complete");

  private NamedCommand() {}

  /** The command below {@code root}; none where the words do not name one and nothing else. */
  static Optional<CommandLine> below(Class<?> root, String... words) {
    Optional<CommandLine> list = CodedModels.line(words);
    return list.isPresent() ? list : annotated(root, words);
  }

  /** The command as its annotations say. */
  static Optional<CommandLine> annotated(Class<?> root, String... words) {
    List<Class<?>> path = new ArrayList<>(List.of(root));
    for (String word : words) {
      Class<?>[] below = command(path.getLast()).subcommands();
      @Nullable Class<?> named = below.length == 0 ? null : find(below, word);
      if (named == null) {
        break;
      }
      path.add(named);
    }
    boolean leaf = path.size() > 1 && command(path.getLast()).subcommands().length == 0;
    if (leaf && ALONE.contains(command(path.get(1)).name())) {
      return Optional.of(line(path));
    }
    return Optional.empty();
  }

  /** A command that was made already. */
  static CommandLine alone(Class<?> root, Object command) {
    CommandLine line = new CommandLine(bare(root), new Maker());
    CommandLine below = new CommandLine(command, new Maker());
    return line.addSubcommand(below.getCommandName(), below);
  }

  private static @Nullable Class<?> find(Class<?>[] commands, String word) {
    for (Class<?> type : commands) {
      Command command = command(type);
      if (command.name().equals(word) || Arrays.asList(command.aliases()).contains(word)) {
        return type;
      }
    }
    return null;
  }

  private static Command command(Class<?> type) {
    Command command = type.getAnnotation(Command.class);
    if (command == null) {
      throw new IllegalStateException(type + " is no command");
    }
    return command;
  }

  private static CommandLine line(List<Class<?>> path) {
    List<CommandLine> lines = new ArrayList<>();
    for (Class<?> type : path) {
      boolean last = lines.size() == path.size() - 1;
      CommandSpec spec = last ? CommandSpec.forAnnotatedObject(type, new Maker()) : bare(type);
      if (!lines.isEmpty()) {
        // Before the model is transformed, which may depend on it.
        spec.parent(lines.getLast().getCommandSpec());
      }
      lines.add(new CommandLine(spec, new Maker()));
    }
    for (int i = lines.size() - 1; i > 0; i--) {
      lines.get(i - 1).addSubcommand(lines.get(i).getCommandName(), lines.get(i));
    }
    return lines.getFirst();
  }

  /** A command without its options and subcommands: nothing stands between it and the next word. */
  private static CommandSpec bare(Class<?> type) {
    Command command = command(type);
    return CommandSpec.create().name(command.name()).aliases(command.aliases());
  }

  /** Makes commands without the detour over an exception for classes that are not public. */
  private static final class Maker implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type.getPackage() != NamedCommand.class.getPackage()) {
        return CommandLine.defaultFactory().create(type);
      }
      Constructor<K> constructor = type.getDeclaredConstructor();
      return constructor.newInstance();
    }
  }
}
