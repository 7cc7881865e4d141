package org.wwj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wwj.cli.Finding.Severity;
import org.wwj.net.HostList;

/**
 * One thing that is wrong with one node or profile.
 *
 * @param severity how bad it is
 * @param by the node or profile that says it, with its kind
 * @param line where it says so
 * @param text what is wrong and what to do
 * @param nodes those it concerns, for the end of the text; none where the text names them
 */
record Mistake(Severity severity, String by, int line, String text, Set<String> nodes) {
  /** What makes two mistakes one and the same, wherever the line has moved to. */
  private record Same(Severity severity, String by, String text) {}

  private Same same() {
    return new Same(severity, by, text);
  }

  boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Those that were not there before. */
  static List<Mistake> brought(List<Mistake> before, List<Mistake> after) {
    Set<Same> known = new LinkedHashSet<>();
    before.forEach(mistake -> known.add(mistake.same()));
    return after.stream().filter(mistake -> !known.contains(mistake.same())).toList();
  }

  /** As they are told: the same text once, with all nodes, in the order of the file. */
  static List<Finding> told(Path file, Collection<Mistake> mistakes) {
    Map<Same, List<Mistake>> groups = new LinkedHashMap<>();
    for (Mistake mistake : mistakes) {
      groups
          .computeIfAbsent(new Same(mistake.severity, "", mistake.text), s -> new ArrayList<>())
          .add(mistake);
    }
    List<List<Mistake>> sorted = new ArrayList<>(groups.values());
    // Not by Comparator.comparing, which makes classes when it first runs.
    Comparator<Mistake> byLine = (a, b) -> Integer.compare(a.line, b.line);
    sorted.forEach(group -> group.sort(byLine));
    sorted.sort((a, b) -> byLine.compare(a.getFirst(), b.getFirst()));
    List<Finding> findings = new ArrayList<>();
    for (List<Mistake> group : sorted) {
      Mistake first = group.getFirst();
      Set<String> nodes = new TreeSet<>();
      group.forEach(mistake -> nodes.addAll(mistake.nodes));
      String whom = nodes.isEmpty() ? "" : " (" + HostList.compress(nodes) + ")";
      findings.add(new Finding(first.severity, file + ":" + first.line, first.text + whom));
    }
    return findings;
  }
}
