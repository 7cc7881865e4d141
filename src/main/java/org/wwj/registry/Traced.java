package org.wwj.registry;

import java.util.List;

/**
 * A field after the merge, with where it came from.
 *
 * @param key which field
 * @param value its value; lists still hold their {@code ~} negations, as {@code list -a} shows them
 * @param source Warewulf's word for the origin: empty for the node itself, a profile's name, a
 *     comma list for lists, {@code SUPERSEDED} when the node overrides a profile
 * @param chain everyone who said something, in the order of the merge
 */
public record Traced(FieldKey key, Setting.Value value, String source, List<Origin> chain) {
  /** One who said something: a profile or the node, with the line in nodes.conf. */
  public record Origin(String name, int line) {}
}
