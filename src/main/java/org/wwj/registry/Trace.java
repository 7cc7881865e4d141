package org.wwj.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wwj.registry.Setting.Value;

/**
 * How a field comes to its value: everyone who says something about it, in the order of the merge.
 *
 * @param key which field
 * @param value what takes effect, lists without their negations; empty when nothing does
 * @param steps who says what, and what becomes of it
 */
public record Trace(FieldKey key, Optional<Value> value, List<Step> steps) {
  /** What becomes of what one of the chain says. */
  public enum Effect {
    /** It is the value. */
    WINS("wins"),
    /** Its items are in the list. */
    ADDS("adds"),
    /** It is part of a resource that several say together. */
    MERGES("merges"),
    /** A later one says something else. */
    SUPERSEDED("superseded"),
    /** An explicit null: what came before no longer counts. */
    CLEARS("clears"),
    /** A later null took it away. */
    CLEARED("cleared"),
    /** A profile's comment or list of profiles is its own. */
    NOT_INHERITED("not inherited");

    private final String word;

    Effect(String word) {
      this.word = word;
    }

    /** The word in tables and JSON. */
    public String word() {
      return word;
    }
  }

  /**
   * A profile, or the node itself.
   *
   * @param profile whether it is a profile
   */
  public record Source(String name, boolean profile) {
    /** {@code profile gpu}, {@code node c1}. */
    public String text() {
      return (profile ? "profile " : "node ") + name;
    }
  }

  /**
   * One who says something.
   *
   * @param source who
   * @param line where, in nodes.conf
   * @param says what, as written
   * @param effect what becomes of it
   * @param by who superseded or cleared it, if somebody did
   * @param lost items of its list that a {@code ~} takes away, and whose that is
   */
  public record Step(
      Source source,
      int line,
      Value says,
      Effect effect,
      Optional<Source> by,
      Map<String, Source> lost) {}

  /** Whether what it says is, or is part of, the value. */
  public static boolean counts(Step step) {
    return switch (step.effect()) {
      case WINS, ADDS, MERGES -> true;
      case SUPERSEDED, CLEARS, CLEARED, NOT_INHERITED -> false;
    };
  }
}
