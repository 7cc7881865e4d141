package org.wwj.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual pages of section 1, made from the model of the commands. Pure. */
final class ManPage {
  private final String source;
  private final String date;

  /**
   * A maker of pages.
   *
   * @param source what stands at the foot, such as {@code wwj 1.0}
   * @param date what stands beside it
   */
  ManPage(String source, String date) {
    this.source = source;
    this.date = date;
  }

  /** The pages of a command and of all below it, by file name; hidden ones have none. */
  Map<String, String> all(CommandSpec command) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(name(command) + ".1", page(command));
    for (CommandSpec sub : subcommands(command)) {
      pages.putAll(all(sub));
    }
    return pages;
  }

  /** The commands right below it, each once and without hidden ones. */
  static List<CommandSpec> subcommands(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .distinct()
        .toList();
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private String page(CommandSpec command) {
    Roff page = new Roff(name(command), 1, date, source);
    List<String> description = HelpText.lines(command.usageMessage().description());
    page.section("NAME").text(name(command) + " - " + HelpText.sentence(description));
    page.section("SYNOPSIS").example(synopsis(command));
    page.section("DESCRIPTION").text(String.join("\n", description));
    String[] aliases = command.aliases();
    if (aliases.length > 0) {
      page.paragraph().text("Other names: " + String.join(", ", aliases) + ".");
    }
    List<CommandSpec> below = subcommands(command);
    if (!below.isEmpty()) {
      page.section("COMMANDS");
      for (CommandSpec sub : below) {
        page.item(sub.name(), HelpText.sentence(HelpText.lines(sub.usageMessage().description())));
      }
    }
    arguments(page, command);
    footer(page, command);
    page.section("EXIT STATUS");
    page.item("0", "Done.");
    page.item("1", "Failed; a message says why, and what to do.");
    page.item("2", "The command line was not understood.");
    if (command.parent() == null) {
      surroundings(page);
    }
    seeAlso(page, command, below);
    return page.toString();
  }

  private static List<String> synopsis(CommandSpec command) {
    String text = command.commandLine().getHelp().synopsis(0).strip();
    return text.lines().map(String::strip).toList();
  }

  private static void arguments(Roff page, CommandSpec command) {
    List<OptionSpec> grouped = new ArrayList<>();
    command.argGroups().forEach(group -> grouped.addAll(group.allOptionsNested()));
    List<OptionSpec> single =
        command.options().stream()
            .filter(option -> !option.hidden() && !grouped.contains(option))
            .sorted(Comparator.comparing(ManPage::sortKey))
            .toList();
    List<PositionalParamSpec> parameters =
        command.positionalParameters().stream().filter(parameter -> !parameter.hidden()).toList();
    if (!parameters.isEmpty()) {
      page.section("ARGUMENTS");
      parameters.forEach(parameter -> page.item(parameter.paramLabel(), meaning(parameter)));
    }
    page.section("OPTIONS");
    single.forEach(option -> page.item(term(option), meaning(option)));
    for (ArgGroupSpec group : command.argGroups()) {
      if (group.heading() != null) {
        page.subsection(String.join("", HelpText.lines(group.heading())).replaceFirst(":$", ""));
      }
      group.options().stream()
          .filter(option -> !option.hidden())
          .forEach(option -> page.item(term(option), meaning(option)));
    }
  }

  private static String sortKey(OptionSpec option) {
    String first =
        Arrays.stream(option.names()).filter(name -> name.startsWith("--")).findFirst().orElse("");
    return first.toLowerCase(Locale.ROOT);
  }

  private static String term(OptionSpec option) {
    List<String> names = new ArrayList<>(Arrays.asList(option.names()));
    names.sort(Comparator.comparingInt(String::length));
    String label = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
    return String.join(", ", names) + label;
  }

  private static String meaning(ArgSpec arg) {
    return String.join("\n", HelpText.lines(arg.description()));
  }

  /** What follows the options in {@code --help}: words and examples, which stand indented there. */
  private static void footer(Roff page, CommandSpec command) {
    List<String> lines = HelpText.lines(command.usageMessage().footer());
    if (lines.stream().allMatch(String::isBlank)) {
      return;
    }
    page.section("EXAMPLES AND NOTES").example(trimmed(lines));
  }

  private static List<String> trimmed(List<String> lines) {
    int start = 0;
    while (start < lines.size() && lines.get(start).isBlank()) {
      start++;
    }
    return lines.subList(start, lines.size());
  }

  private static void surroundings(Roff page) {
    page.section("ENVIRONMENT");
    page.item("WWJ_CONF", "The site's settings, where no --conf names them.");
    page.item("WAREWULFCONF", "The same, where WWJ_CONF is not set.");
    page.item("WWJ_JAVA_OPTS", "Options for the Java machine.");
    page.section("FILES");
    page.item("/etc/wwj/wwj.conf", "The site's settings.");
    page.item("/etc/wwj/nodes.conf", "Its nodes and profiles.");
  }

  private static void seeAlso(Roff page, CommandSpec command, List<CommandSpec> below) {
    List<String> pages = new ArrayList<>();
    if (command.parent() != null) {
      pages.add(name(command.parent()) + "(1)");
    }
    below.forEach(sub -> pages.add(name(sub) + "(1)"));
    pages.add("wwj.conf(5)");
    pages.add("nodes.conf(5)");
    page.section("SEE ALSO").references(pages);
  }
}
