package org.wwj.overlay;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Takes down what a template looks at while it is rendered. One rendering, one thread. */
final class Looking {
  private final SortedSet<String> own = new TreeSet<>();
  private final SortedSet<String> all = new TreeSet<>();
  private boolean atAll;
  private boolean repeatable = true;

  /** At a field of the node. */
  void own(String field) {
    own.add(field);
  }

  /** At the list of all nodes. */
  void atAll() {
    atAll = true;
  }

  /** At a field of the nodes in that list. */
  void all(String field) {
    all.add(field);
  }

  /** At the clock, or at dice. */
  void unrepeatable() {
    repeatable = false;
  }

  /** Whether what it looked at says what it writes. */
  boolean repeatable() {
    return repeatable;
  }

  Looked looked() {
    return new Looked(List.copyOf(own), atAll, List.copyOf(all));
  }
}
