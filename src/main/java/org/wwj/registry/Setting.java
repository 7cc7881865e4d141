package org.wwj.registry;

import java.util.List;

/**
 * What a node or profile says for one field.
 *
 * @param value what it says
 * @param line where, in nodes.conf
 */
public record Setting(Value value, int line) {
  /** A field's value as written. */
  public sealed interface Value {
    /** Words, an address, a number: all as text. */
    record Text(String text) implements Value {}

    /** A list, with its {@code ~} negations. */
    record Items(List<String> items) implements Value {}

    /** Any YAML: text, {@code List} or {@code Map}. */
    record Tree(Object tree) implements Value {}

    /** Explicitly nothing ({@code ~}): ends the inheritance of this field. */
    record Cleared() implements Value {}
  }
}
