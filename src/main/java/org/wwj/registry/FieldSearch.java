package org.wwj.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.wwj.config.Spelling;
import org.wwj.registry.Field.Group;

/**
 * Finds the field somebody means: by the name in {@code list -a}, by its keys in nodes.conf joined
 * with dots, or by its flag.
 */
public final class FieldSearch {
  private static final int SUGGESTIONS = 5;

  private final SortedSet<FieldKey> known;

  /** What a word means. */
  public sealed interface Meaning {
    /** One field. */
    record One(FieldKey key) implements Meaning {}

    /** Several fields have that name. */
    record Several(List<FieldKey> keys) implements Meaning {}

    /** None has; these are spelled alike. */
    record Unknown(List<String> near) implements Meaning {}
  }

  private FieldSearch(SortedSet<FieldKey> known) {
    this.known = known;
  }

  /**
   * The names of what is set, and of all else that could be set beside it.
   *
   * @param set the fields that somebody says something about
   * @param node whether fields count that only nodes have
   */
  public static FieldSearch of(Collection<FieldKey> set, boolean node) {
    SortedSet<FieldKey> known = new TreeSet<>(set);
    for (Field field : Field.values()) {
      boolean tagged = field.type() == Field.Type.TAGS || field.type() == Field.Type.TREE;
      if (!tagged && !field.group().named() && (node || field.group() != Group.NODE)) {
        known.add(FieldKey.of(field));
      }
      for (FieldKey key : set) {
        if (!tagged && field.group().named() && field.group() == key.field().group()) {
          known.add(new FieldKey(field, key.owner(), key.part(), ""));
        }
      }
    }
    return new FieldSearch(known);
  }

  /** The names in {@code list -a} of all of them. */
  public List<String> displays() {
    return known.stream().map(FieldKey::display).toList();
  }

  /** What the word means; a full name goes before a flag, a flag before the last part of a name. */
  public Meaning find(String word) {
    List<Function<FieldKey, Collection<String>>> ways =
        List.of(
            key -> List.of(key.display(), dotted(key)),
            key -> lower(List.of(key.display(), dotted(key), dotted(key).replace(' ', '_'))),
            key -> flags(key.field()),
            key -> lower(List.of(key.path().getLast(), lastOf(key.display()))));
    for (int i = 0; i < ways.size(); i++) {
      String wanted = i == 0 ? word : word.toLowerCase(Locale.ROOT);
      Function<FieldKey, Collection<String>> names = ways.get(i);
      // Flags tell upper from lower case: -i is init, -I an address.
      String sought = i == 2 ? word : wanted;
      List<FieldKey> found =
          known.stream().filter(key -> names.apply(key).contains(sought)).toList();
      if (found.size() == 1) {
        return new Meaning.One(found.getFirst());
      }
      if (!found.isEmpty()) {
        return new Meaning.Several(found);
      }
    }
    return new Meaning.Unknown(near(word));
  }

  private List<String> near(String word) {
    Set<String> shown = new LinkedHashSet<>();
    List<String> names = new ArrayList<>();
    for (FieldKey key : known) {
      names.addAll(List.of(key.display(), dotted(key), key.path().getLast()));
      names.addAll(flags(key.field()));
    }
    String bare = word.replaceFirst("^-+", "");
    for (String name : Spelling.near(bare, names, SUGGESTIONS)) {
      known.stream()
          .filter(key ->
              List.of(key.display(), dotted(key), key.path().getLast()).contains(name)
                  || flags(key.field()).contains(name))
          .map(FieldKey::display)
          .forEach(shown::add);
    }
    return shown.stream().limit(SUGGESTIONS).toList();
  }

  private static List<String> flags(Field field) {
    List<String> flags = new ArrayList<>();
    for (String flag : field.flags()) {
      flags.add(flag);
      if (flag.startsWith("--")) {
        flags.add(flag.substring(2));
      }
    }
    return flags;
  }

  private static String dotted(FieldKey key) {
    return String.join(".", key.path());
  }

  private static String lastOf(String display) {
    return display.substring(display.lastIndexOf('.') + 1);
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }
}
