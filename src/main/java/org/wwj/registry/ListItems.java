package org.wwj.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Changes to single items of a list that a node or profile has of its own.
 *
 * @param key which list
 * @param add items that shall take effect
 * @param delete items that shall no longer
 */
public record ListItems(FieldKey key, List<String> add, List<String> delete) {
  /**
   * The list afterwards.
   *
   * @param items empty when nothing of its own is left
   * @param notes what was not as the admin may have thought, one sentence each
   */
  public record Outcome(List<String> items, List<String> notes) {}

  /**
   * Applies them. An item that is already there is not added again; one that is inherited is taken
   * away by its negation {@code ~item} where the field has such.
   *
   * @param own the list as written
   * @param inherited what takes effect without it
   */
  public Outcome apply(List<String> own, List<String> inherited) {
    boolean negates = Merge.negates(key.field());
    List<String> items = new ArrayList<>(own);
    List<String> notes = new ArrayList<>();
    for (String item : new LinkedHashSet<>(add)) {
      boolean negated = negates && items.remove("~" + item);
      if (items.contains(item)) {
        notes.add("'" + item + "' is in " + key.display() + " already");
      } else if (inherited.contains(item)) {
        if (!negated) {
          notes.add("'" + item + "' of " + key.display() + " is inherited already");
        }
      } else {
        items.add(item);
      }
    }
    for (String item : new LinkedHashSet<>(delete)) {
      boolean was = items.removeIf(item::equals);
      if (inherited.contains(item)) {
        if (!negates) {
          notes.add("'" + item + "' of " + key.display() + " is inherited; change the profile");
        } else if (!items.contains("~" + item)) {
          items.add("~" + item);
          notes.add(
              "'%1$s' of %2$s is inherited; ~%1$s takes it away".formatted(item, key.display()));
        }
      } else if (!was) {
        notes.add("'" + item + "' is not in " + key.display());
      }
    }
    return new Outcome(List.copyOf(items), List.copyOf(notes));
  }
}
