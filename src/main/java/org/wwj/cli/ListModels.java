package org.wwj.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The models of {@code node list} and {@code profile list} once more, made in code: no command is
 * run more often, and to read their annotations takes longer than to read the file and list a
 * thousand nodes. Help comes from the annotations; ListModelsTest holds the two together.
 */
final class ListModels {
  private static final Set<String> LIST = Set.of("list", "ls");

  private ListModels() {}

  /** The command line that these words are for; none when they are for another, or ask for help. */
  static Optional<CommandLine> line(String... words) {
    if (words.length < 2 || !LIST.contains(words[1]) || asksForHelp(words)) {
      return Optional.empty();
    }
    return switch (words[0]) {
      case "node", "nodes" -> Optional.of(line("node", node()));
      case "profile", "profiles" -> Optional.of(line("profile", profile()));
      default -> Optional.empty();
    };
  }

  /** Whether a word may be --help or --version, also among short flags. */
  private static boolean asksForHelp(String... words) {
    for (String word : words) {
      boolean flags = word.startsWith("-") && !word.startsWith("--");
      if (word.equals("--help")
          || word.equals("--version")
          || (flags && (word.indexOf('h') >= 0 || word.indexOf('V') >= 0))) {
        return true;
      }
    }
    return false;
  }

  private static CommandLine line(String group, CommandSpec list) {
    CommandLine root = new CommandLine(CommandSpec.create().name("wwj"));
    CommandLine middle = new CommandLine(CommandSpec.create().name(group));
    root.addSubcommand(group, middle, group + "s");
    middle.addSubcommand("list", new CommandLine(list), "ls");
    return root;
  }

  private static CommandSpec node() {
    NodeListCommand list = new NodeListCommand();
    CommandSpec spec = common(list);
    flag(spec, on -> list.net = on, "<net>", "-n", "--net");
    flag(spec, on -> list.ipmi = on, "<ipmi>", "-i", "--ipmi");
    flag(spec, on -> list.longer = on, "<longer>", "-l", "--long");
    return spec;
  }

  private static CommandSpec profile() {
    return common(new ProfileListCommand());
  }

  private static CommandSpec common(DefinitionListCommand<?> list) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(list).name("list");
    list.spec = spec;
    list.site.command = spec;
    spec.addOption(
        OptionSpec.builder("--conf", "--warewulfconf")
            .type(Path.class)
            .paramLabel("FILE")
            .setter(to(value -> list.site.conf = (Path) value))
            .build());
    flag(spec, on -> list.site.verbose = on, "<verbose>", "-v", "--verbose");
    flag(spec, on -> list.site.debug = on, "<debug>", "-d", "--debug");
    spec.addOption(
        OptionSpec.builder("-o", "--output")
            .type(OutputOption.Form.class)
            .converters(new OutputOption.FormWord())
            .paramLabel("FORM")
            .setter(to(value -> list.output.form = (OutputOption.Form) value))
            .build());
    flag(spec, on -> list.all = on, "<all>", "-a", "--all");
    flag(spec, on -> list.yaml = on, "<yaml>", "-y", "--yaml");
    flag(spec, on -> list.json = on, "<json>", "-j", "--json");
    // Never matched, but named where an unknown flag is like them.
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .paramLabel("<helpRequested>")
            .usageHelp(true)
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .type(boolean.class)
            .paramLabel("<versionRequested>")
            .versionHelp(true)
            .build());
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .paramLabel("PATTERN")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .setter(to(value -> list.patterns = words(value)))
            .build());
    return spec;
  }

  private static List<String> words(@Nullable Object value) {
    return value instanceof List<?> many ? many.stream().map(String::valueOf).toList() : List.of();
  }

  private static void flag(
      CommandSpec spec, Consumer<Boolean> field, String label, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(boolean.class)
            .paramLabel(label)
            .setter(to(value -> field.accept(Boolean.TRUE.equals(value))))
            .build());
  }

  private static ISetter to(Consumer<@Nullable Object> field) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        field.accept(value);
        return value;
      }
    };
  }
}
