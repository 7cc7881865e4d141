package org.wwj.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.wwj.config.Spelling;
import org.wwj.net.HostList;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What the patterns of a command stand for. A name that is asked for by itself must exist; of a
 * range, those count that do.
 *
 * @param names those that exist, in the order they are known; all when no pattern was given
 * @param missing names that were asked for and do not exist
 */
public record Patterns(List<String> names, List<String> missing) {
  /** Picks from the known names. */
  public static Patterns choose(CommandLine line, List<String> patterns, Collection<String> known) {
    List<String> wanted = expand(line, patterns);
    if (wanted.isEmpty()) {
      return new Patterns(List.copyOf(known), List.of());
    }
    Set<String> chosen = new LinkedHashSet<>(wanted);
    Set<String> literal = new LinkedHashSet<>();
    for (String word : String.join(",", patterns).split(",", -1)) {
      literal.add(word.strip());
    }
    List<String> missing = new ArrayList<>();
    for (String name : wanted) {
      if (literal.contains(name) && !known.contains(name)) {
        missing.add(name);
      }
    }
    return new Patterns(known.stream().filter(chosen::contains).toList(), List.copyOf(missing));
  }

  /** The names that patterns stand for; a slip of the pen is a usage error. */
  static List<String> expand(CommandLine line, List<String> patterns) {
    try {
      return HostList.expand(patterns);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is missing, each with what may have been meant. */
  String complaint(String kind, Collection<String> known) {
    return missing.stream()
        .map(name -> "no " + kind + " " + name + Spelling.hint(name, known))
        .collect(Collectors.joining("\nwwj: "));
  }

  /**
   * Says what is missing.
   *
   * @return whether anything is
   */
  public boolean complain(CommandLine line, String kind, Collection<String> known) {
    if (!missing.isEmpty()) {
      line.getErr().println("wwj: " + complaint(kind, known));
      line.getErr().flush();
    }
    return !missing.isEmpty();
  }
}
