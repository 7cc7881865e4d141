package org.wwj.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Yaml;
import org.wwj.config.YamlEdit;

/**
 * Lets a section go with its last entry: when the only setting of {@code kernel:} is taken away, so
 * is {@code kernel:}, as Warewulf does (warewulf.md §2.4). The node itself stays.
 */
final class EmptiedSections {
  private EmptiedSections() {}

  static YamlEdit.Within gone(@Nullable Yaml document, YamlEdit.Within edits) {
    return below(document, edits, 2);
  }

  /** The edits of one map, those of maps that they empty replaced; {@code keep} levels stay. */
  private static YamlEdit.Within below(@Nullable Yaml value, YamlEdit.Within edits, int keep) {
    if (!(value instanceof Yaml.Mapping mapping)) {
      return edits;
    }
    Map<String, Yaml> present = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> present.put(entry.key().value(), entry.value()));
    YamlEdit.Within all = new YamlEdit.Within();
    edits
        .edits()
        .forEach((key, edit) -> {
          Yaml old = present.get(key);
          if (edit instanceof YamlEdit.Within inner && old != null) {
            YamlEdit.Within cut = below(old, inner, keep - 1);
            all.edits().put(key, keep <= 0 && empties(old, cut) ? new YamlEdit.Remove() : cut);
          } else {
            all.edits().put(key, edit);
          }
        });
    return all;
  }

  private static boolean empties(Yaml old, YamlEdit.Within edits) {
    return old instanceof Yaml.Mapping mapping
        && !mapping.entries().isEmpty()
        && edits.edits().values().stream().allMatch(YamlEdit.Remove.class::isInstance)
        && mapping.entries().stream()
            .allMatch(entry -> edits.edits().containsKey(entry.key().value()));
  }
}
