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
 * The models of {@code node list}, {@code profile list} and {@code server} once more, made in code:
 * to read their annotations takes longer than to read the file and list a thousand nodes, and a
 * fifth of a server's start. Help comes from the annotations; CodedModelsTest holds the two
 * together.
 */
final class CodedModels {
  private static final Set<String> LIST = Set.of("list", "ls");

  private CodedModels() {}

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

  /** The same of {@code server}, whose command was made already. */
  static Optional<CommandLine> server(ServerCommand server, String... words) {
    if (asksForHelp(words)) {
      return Optional.empty();
    }
    CommandSpec spec = CommandSpec.wrapWithoutInspection(server).name("server");
    siteOptions(spec, server.site);
    helpOptions(spec);
    CommandLine root = new CommandLine(CommandSpec.create().name("wwj"));
    return Optional.of(root.addSubcommand("server", new CommandLine(spec)));
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
    siteOptions(spec, list.site);
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
    helpOptions(spec);
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

  private static void siteOptions(CommandSpec spec, SiteOption site) {
    site.command = spec;
    spec.addOption(
        OptionSpec.builder("--conf", "--warewulfconf")
            .type(Path.class)
            .paramLabel("FILE")
            .setter(to(value -> site.conf = (Path) value))
            .build());
    flag(spec, on -> site.verbose = on, "<verbose>", "-v", "--verbose");
    flag(spec, on -> site.debug = on, "<debug>", "-d", "--debug");
  }

  /** Never matched, but named where an unknown flag is like them. */
  private static void helpOptions(CommandSpec spec) {
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
