package org.wwj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.NodesEdit.Kind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What may come next on a command line: walks the words along the model of the commands and asks a
 * site for its names. One for each line.
 */
final class Completer {
  private final Names.Site site;
  private CommandSpec command;
  private @Nullable OptionSpec pending;
  private boolean optionsEnded;
  private final List<String> positionals = new ArrayList<>();
  private final Map<OptionSpec, String> given = new HashMap<>();
  private @Nullable Path conf;

  /**
   * What may stand there.
   *
   * @param candidates whole words
   * @param files whether files may too
   */
  record Answer(List<Candidate> candidates, boolean files) {}

  /** A word, and what it means. */
  record Candidate(String word, String help) {}

  Completer(CommandSpec root, Names.Site site) {
    this.command = root;
    this.site = site;
  }

  /** The words after the program's name, the last one unfinished or empty. */
  Answer complete(List<String> words) {
    if (words.isEmpty()) {
      return new Answer(List.of(), false);
    }
    words.subList(0, words.size() - 1).forEach(this::walk);
    String current = words.getLast();
    if (pending != null) {
      return values(Wanted.of(command, pending), "", current);
    }
    if (!optionsEnded && current.startsWith("-")) {
      int equals = current.indexOf('=');
      OptionSpec option = equals < 0 ? null : command.findOption(current.substring(0, equals));
      return option == null
          ? options(current)
          : values(
              Wanted.of(command, option),
              current.substring(0, equals + 1),
              current.substring(equals + 1));
    }
    if (positionals.isEmpty() && !command.subcommands().isEmpty()) {
      return commands(current);
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (parameter.index().contains(positionals.size())) {
        return values(Wanted.of(command, parameter), "", current);
      }
    }
    return new Answer(List.of(), false);
  }

  private void walk(String word) {
    if (pending != null) {
      give(pending, word);
      pending = null;
    } else if (optionsEnded) {
      positionals.add(word);
    } else if (word.equals("--")) {
      optionsEnded = true;
    } else if (word.startsWith("--")) {
      int equals = word.indexOf('=');
      OptionSpec option = command.findOption(equals < 0 ? word : word.substring(0, equals));
      if (option != null && equals >= 0) {
        give(option, word.substring(equals + 1));
      } else {
        take(option);
      }
    } else if (word.startsWith("-") && word.length() > 1) {
      cluster(word);
    } else {
      CommandLine sub = positionals.isEmpty() ? command.subcommands().get(word) : null;
      if (sub == null) {
        positionals.add(word);
      } else {
        command = sub.getCommandSpec();
      }
    }
  }

  /** {@code -ya}: flags without a value, and a last one that may have it right behind. */
  private void cluster(String word) {
    for (int i = 1; i < word.length(); i++) {
      OptionSpec option = command.findOption("-" + word.charAt(i));
      if (option == null) {
        return;
      }
      if (takesValue(option) && i + 1 < word.length()) {
        give(option, word.substring(i + 1));
        return;
      }
      take(option);
    }
  }

  private void take(@Nullable OptionSpec option) {
    if (option != null && takesValue(option)) {
      pending = option;
    } else if (option != null) {
      give(option, "");
    }
  }

  private void give(OptionSpec option, String value) {
    given.put(option, value);
    if (List.of(option.names()).contains("--conf") && !value.isEmpty()) {
      conf = Path.of(value).toAbsolutePath();
    }
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0 && option.arity().min() > 0;
  }

  private Answer commands(String current) {
    List<Candidate> found = new ArrayList<>();
    command
        .subcommands()
        .forEach((name, sub) -> {
          CommandSpec spec = sub.getCommandSpec();
          if (name.equals(spec.name()) && !spec.usageMessage().hidden()) {
            found.add(new Candidate(name, first(spec.usageMessage().description())));
          }
        });
    return answer(found, current);
  }

  private Answer options(String current) {
    List<Candidate> found = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (!option.hidden() && (option.isMultiValue() || !given.containsKey(option))) {
        found.add(new Candidate(name(option), first(option.description())));
      }
    }
    return answer(found, current);
  }

  /** The first of its long names; the others are there for scripts. */
  private static String name(OptionSpec option) {
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        return name;
      }
    }
    return option.longestName();
  }

  private static String first(String[] description) {
    return HelpText.sentence(HelpText.lines(description));
  }

  private static Answer answer(List<Candidate> candidates, String current) {
    return new Answer(
        candidates.stream().filter(candidate -> candidate.word().startsWith(current)).toList(),
        false);
  }

  private Answer values(Wanted wanted, String head, String current) {
    Names names = site.at(conf);
    return switch (wanted) {
      case Wanted.Definitions(var kind) -> list(names.definitions(kind), head, current);
      case Wanted.FieldOf(var kind) -> plain(fields(names, kind), head, current);
      case Wanted.Owners(var group) -> plain(names.owners(group), head, current);
      case Wanted.Generations generations ->
          plain(
              positionals.isEmpty() ? List.of() : names.generations(positionals.getFirst()),
              head,
              current);
      case Wanted.OverlayFiles files -> overlayFiles(names, current);
      case Wanted.Words(var words) -> plain(words, head, current);
      case Wanted.Files files -> new Answer(List.of(), true);
      case Wanted.Anything anything -> new Answer(List.of(), false);
      case Wanted.Name name ->
          switch (name) {
            case IMAGE -> plain(images(names, current), head, current);
            case IMAGE_SOURCE ->
                new Answer(
                    plain(
                            names.recipes().stream().map(recipe -> "recipe:" + recipe).toList(),
                            head,
                            current)
                        .candidates(),
                    true);
            case RECIPE -> plain(names.recipes(), head, current);
            case OVERLAY -> list(names.overlays(), head, current);
            case KERNEL -> plain(names.kernels(), head, current);
            case BOOT_SCRIPT -> plain(names.bootScripts(), head, current);
          };
    };
  }

  /** Below a folder as far as it is written; a slash in front stays. */
  private Answer overlayFiles(Names names, String current) {
    String head = current.startsWith("/") ? "/" : "";
    return plain(
        positionals.isEmpty() ? List.of() : names.overlayFiles(positionals.getFirst()),
        head,
        current.substring(head.length()));
  }

  /** Their names; behind an @ the generations of that one. */
  private static Collection<String> images(Names names, String current) {
    int at = current.indexOf('@');
    if (at < 0) {
      return names.images();
    }
    String image = current.substring(0, at);
    return names.generations(image).stream().map(id -> image + "@" + id).toList();
  }

  private Collection<String> fields(Names names, Kind kind) {
    return positionals.isEmpty() ? List.of() : names.fields(kind, positionals.getFirst());
  }

  private static Answer plain(Collection<String> words, String head, String current) {
    List<Candidate> found = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith(current)) {
        found.add(new Candidate(head + word, ""));
      }
    }
    return new Answer(found, false);
  }

  /** The last item of a comma list; a sign before it, as in {@code ~chrony}, stays. */
  private static Answer list(Collection<String> words, String head, String current) {
    int comma = current.lastIndexOf(',');
    String before = current.substring(0, comma + 1);
    String item = current.substring(comma + 1);
    int sign = !item.isEmpty() && "~+-".indexOf(item.charAt(0)) >= 0 ? 1 : 0;
    List<String> there = List.of(before.split(",", -1));
    List<String> left = words.stream().filter(word -> !there.contains(word)).toList();
    return plain(left, head + before + item.substring(0, sign), item.substring(sign));
  }
}
