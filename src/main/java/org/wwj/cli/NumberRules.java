package org.wwj.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.Finding.Severity;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;

/** Fields that Warewulf keeps as any text, and that hold a whole number. */
final class NumberRules {
  private static final Map<Field, Range> RANGES =
      new EnumMap<>(
          Map.of(
              Field.NET_MTU, new Range(68, 65_536), // RFC 791 §3.2; the largest is loopback's
              Field.NET_PREFIXLEN6, new Range(0, 128),
              Field.PART_NUMBER, new Range(0, 128), // 0 is the next free one
              Field.PART_SIZE, new Range(0, Integer.MAX_VALUE),
              Field.PART_START, new Range(0, Integer.MAX_VALUE)));

  private record Range(int least, int most) {
    boolean holds(String text) {
      try {
        int number = Integer.parseInt(text);
        return least <= number && number <= most;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      return most == Integer.MAX_VALUE
          ? "a whole number, " + least + " or more"
          : "a whole number from " + least + " to " + most;
    }
  }

  private NumberRules() {}

  /** What a node or profile says itself and no number is. */
  static List<Mistake> of(Kind kind, Definition definition) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Map.Entry<FieldKey, Setting> entry : definition.all()) {
      FieldKey key = entry.getKey();
      @Nullable Range range = RANGES.get(key.field());
      if (range != null
          && entry.getValue().value() instanceof Value.Text(var text)
          && !range.holds(text)) {
        mistakes.add(
            new Mistake(
                Severity.ERROR,
                kind.word() + " " + definition.name(),
                entry.getValue().line(),
                "%s '%s' is not %s".formatted(key.display(), text, range),
                Set.of((kind == Kind.PROFILE ? "profile " : "") + definition.name())));
      }
    }
    return mistakes;
  }
}
