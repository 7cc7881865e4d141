package org.wwj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wwj.config.SiteConfig;
import org.wwj.net.HostList;
import org.wwj.registry.NodesDiff;
import org.wwj.registry.NodesFile;

/**
 * A change of nodes.conf worked out on one version of it, not written yet.
 *
 * @param before the text it was worked out on
 * @param after the text it leads to
 * @param diff the fields that differ
 * @param notes what was not as the admin may have thought
 * @param brought what the check finds wrong after it, but not before
 */
record Proposal(
    String before, String after, NodesDiff diff, List<String> notes, List<Mistake> brought) {
  /** A change as a function of the text. */
  @FunctionalInterface
  interface Edit {
    /**
     * The text afterwards.
     *
     * @throws org.wwj.config.ConfigException naming what is in the way
     */
    String apply(NodesFile file, String text, Notes notes);
  }

  /** Remarks on single nodes, told once for all nodes that they are true of. */
  static final class Notes {
    private final Map<String, Set<String>> notes = new LinkedHashMap<>();

    void add(String name, String note) {
      notes.computeIfAbsent(note, n -> new LinkedHashSet<>()).add(name);
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      notes.forEach((note, names) -> lines.add(HostList.compress(names) + ": " + note));
      return lines;
    }
  }

  static Proposal of(SiteConfig config, Path path, String text, Edit edit) {
    NodesFile before = NodesFile.parse(path, text);
    Notes notes = new Notes();
    String changed = edit.apply(before, text, notes);
    if (changed.equals(text)) {
      return new Proposal(text, text, new NodesDiff(List.of()), notes.lines(), List.of());
    }
    NodesFile after = NodesFile.parse(path, changed);
    return new Proposal(
        text,
        changed,
        NodesDiff.between(before, after),
        notes.lines(),
        SiteCheck.brought(config, before, after));
  }

  boolean changesNothing() {
    return after.equals(before);
  }

  List<Mistake> errors() {
    return brought.stream().filter(Mistake::isError).toList();
  }
}
