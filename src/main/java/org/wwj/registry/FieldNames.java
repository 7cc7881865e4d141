package org.wwj.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.config.Spelling;
import org.wwj.registry.Field.Group;

/**
 * Finds a field by any name an admin knows: its flag ({@code ipaddr}), its key in nodes.conf
 * ({@code image name}) or its name in {@code list -a} ({@code NetDevs[ib].Tags[DNS]}).
 */
public final class FieldNames {
  private static final Pattern STEP = Pattern.compile("([A-Za-z0-9]+)(?:\\[([^\\]]*)])?");

  private FieldNames() {}

  /**
   * The field of that name.
   *
   * @param device network device that a flag's name stands for
   * @throws IllegalArgumentException naming the word, with a guess at what was meant
   */
  public static FieldKey find(String name, String device) {
    return byFlag(name, device)
        .or(() -> byKey(name))
        .or(() -> byDisplay(name))
        .orElseThrow(() ->
            new IllegalArgumentException("no field '" + name + "'" + Spelling.hint(name, known())));
  }

  private static Optional<FieldKey> byFlag(String name, String device) {
    String flag = name.startsWith("-") ? name : "--" + name;
    for (Field field : Field.values()) {
      boolean plain = field.group() == Group.NETDEV || !field.group().named();
      if (plain && field.type() != Field.Type.TAGS && field.flags().contains(flag)) {
        return Optional.of(FieldKey.of(field, field.group() == Group.NETDEV ? device : ""));
      }
    }
    return Optional.empty();
  }

  private static Optional<FieldKey> byKey(String name) {
    return Field.find(Group.TOP, name)
        .or(() -> Field.find(Group.NODE, name))
        .filter(field -> field.type() != Field.Type.TAGS && field.type() != Field.Type.TREE)
        .map(FieldKey::of);
  }

  private static Optional<FieldKey> byDisplay(String name) {
    List<String[]> steps = new ArrayList<>();
    Matcher step = STEP.matcher(name);
    int at = 0;
    while (step.find(at) && step.start() == at) {
      steps.add(new String[] {step.group(1), step.group(2) == null ? "" : step.group(2)});
      at = step.end() + 1; // past the dot
      if (at > name.length() || name.charAt(at - 1) != '.') {
        break;
      }
    }
    if (at != name.length() + 1 || steps.isEmpty()) {
      return Optional.empty();
    }
    String tag = steps.getLast()[1];
    for (Field field : Field.values()) {
      FieldKey key =
          switch (field.group()) {
            case NODE, TOP -> new FieldKey(field, "", "", tag);
            case PARTITION ->
                new FieldKey(
                    field, steps.getFirst()[1], steps.size() < 2 ? "" : steps.get(1)[1], "");
            default ->
                new FieldKey(field, field.group().named() ? steps.getFirst()[1] : "", "", tag);
          };
      boolean tagged = field.type() == Field.Type.TAGS || field.type() == Field.Type.TREE;
      if (key.display().equals(name) && tagged != key.tag().isEmpty()) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** The names by flag and by key. */
  private static List<String> known() {
    List<String> names = new ArrayList<>();
    for (Field field : Field.values()) {
      if (!field.longFlag().isEmpty() && field.type() != Field.Type.TAGS) {
        names.add(field.longFlag().substring(2));
      }
      if (field.group() == Group.TOP || field.group() == Group.NODE) {
        names.add(field.yaml());
      }
    }
    return names;
  }
}
