package org.wwj.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A file of Warewulf's in the form of today.
 *
 * @param text the new text; the old one when nothing had to change
 * @param changes what was done, in the order of the rules
 */
public record Upgraded(String text, List<Change> changes) {
  /**
   * One thing that was changed.
   *
   * @param where {@code file:line}
   * @param rule the change, in words that are the same for all of its kind
   * @param carried whether its meaning lives on in the new file; if not, it is kept as a comment
   * @param text what became of it
   */
  public record Change(String where, String rule, boolean carried, String text) {
    @Override
    public String toString() {
      return where + ": " + text;
    }
  }

  /** The changes cannot change later. */
  public Upgraded {
    changes = List.copyOf(changes);
  }

  /** What could not be carried over. */
  public List<Change> lost() {
    return changes.stream().filter(change -> !change.carried()).toList();
  }

  /** How often each rule was needed. */
  public SequencedMap<String, Integer> counts() {
    SequencedMap<String, Integer> counts = new LinkedHashMap<>();
    changes.forEach(change -> counts.merge(change.rule(), 1, Integer::sum));
    return counts;
  }
}
