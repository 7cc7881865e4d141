package org.wwj.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a document must mean after an edit, compared with what it means. */
final class Expected {
  private Expected() {}

  /** Whether one document is the other after the edits, and nothing else of it changed. */
  static boolean holds(@Nullable Yaml before, YamlEdit.Within edits, @Nullable Yaml after) {
    SequencedMap<String, Yaml.Entry> was = entries(before);
    SequencedMap<String, Yaml.Entry> now = entries(after);
    if (now.isEmpty() && after != null && !isEmpty(after)) {
      return false;
    }
    for (Map.Entry<String, Yaml.Entry> entry : was.entrySet()) {
      Yaml.@Nullable Entry left = now.get(entry.getKey());
      if (!edits.edits().containsKey(entry.getKey())
          && (left == null || !samePieces(entry.getValue().value(), left.value()))) {
        return false;
      }
    }
    for (Map.Entry<String, YamlEdit> edit : edits.edits().entrySet()) {
      if (!holds(was.get(edit.getKey()), edit.getValue(), now.get(edit.getKey()))) {
        return false;
      }
    }
    return was.keySet().containsAll(now.keySet())
        || now.keySet().stream().allMatch(k -> was.containsKey(k) || edits.edits().containsKey(k));
  }

  private static boolean holds(Yaml.@Nullable Entry was, YamlEdit edit, Yaml.@Nullable Entry now) {
    return switch (edit) {
      case YamlEdit.Remove remove -> now == null;
      case YamlEdit.Put put -> now != null && means(now.value(), put.value());
      case YamlEdit.Within within ->
          now == null
              ? was == null && fresh(within).isEmpty()
              : holds(was == null ? null : was.value(), within, now.value());
    };
  }

  private static SequencedMap<String, Yaml.Entry> entries(@Nullable Yaml yaml) {
    return yaml != null && yaml.target() instanceof Yaml.Mapping mapping
        ? mapping.resolved()
        : new LinkedHashMap<>();
  }

  private static boolean isEmpty(Yaml yaml) {
    return yaml.target() instanceof Yaml.Mapping
        || (yaml.target() instanceof Yaml.Text text && text.isNull());
  }

  /** Whether two pieces mean the same, whatever they look like. */
  private static boolean samePieces(Yaml left, Yaml right) {
    Yaml a = left.target();
    Yaml b = right.target();
    if (a instanceof Yaml.Text was && b instanceof Yaml.Text now) {
      return was.isNull() == now.isNull() && was.value().equals(now.value());
    }
    if (a instanceof Yaml.Sequence was && b instanceof Yaml.Sequence now) {
      boolean same = was.items().size() == now.items().size();
      for (int i = 0; same && i < was.items().size(); i++) {
        same = samePieces(was.items().get(i), now.items().get(i));
      }
      return same;
    }
    return a instanceof Yaml.Mapping was && b instanceof Yaml.Mapping now && sameMaps(was, now);
  }

  private static boolean sameMaps(Yaml.Mapping was, Yaml.Mapping now) {
    List<Yaml.Entry> left = List.copyOf(was.effective());
    List<Yaml.Entry> right = List.copyOf(now.effective());
    boolean same = left.size() == right.size();
    // An edit keeps the order, so that no look-up is needed.
    for (int i = 0; same && i < left.size(); i++) {
      same =
          left.get(i).key().value().equals(right.get(i).key().value())
              && samePieces(left.get(i).value(), right.get(i).value());
    }
    return same;
  }

  /** Whether a piece says what {@link YamlEdit.Put} would write for the value. */
  static boolean means(Yaml piece, Object value) {
    Yaml target = piece.target();
    return switch (value) {
      case Yaml.Text meant ->
          target instanceof Yaml.Text text
              && (meant.isNull()
                  ? text.isExplicitNull()
                  : !text.isNull() && text.value().equals(meant.value()));
      case List<?> meant -> target instanceof Yaml.Sequence list && sameItems(list.items(), meant);
      case Map<?, ?> meant -> target instanceof Yaml.Mapping map && sameEntries(map, meant);
      default ->
          target instanceof Yaml.Text text
              && !text.isNull()
              && text.value().equals(String.valueOf(value));
    };
  }

  private static boolean sameItems(List<Yaml> items, List<?> meant) {
    boolean same = items.size() == meant.size();
    for (int i = 0; same && i < items.size(); i++) {
      same = means(items.get(i), meant.get(i));
    }
    return same;
  }

  private static boolean sameEntries(Yaml.Mapping map, Map<?, ?> meant) {
    Map<String, Yaml.Entry> entries = map.resolved();
    return entries.size() == meant.size()
        && meant.entrySet().stream()
            .allMatch(e -> {
              Yaml.@Nullable Entry entry = entries.get(String.valueOf(e.getKey()));
              return entry != null && means(entry.value(), e.getValue());
            });
  }

  /** The map that the edits make where there was none. */
  static SequencedMap<String, Object> fresh(YamlEdit.Within edits) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    edits
        .edits()
        .forEach((key, edit) -> {
          switch (edit) {
            case YamlEdit.Remove remove -> {}
            case YamlEdit.Put put -> map.put(key, put.value());
            case YamlEdit.Within within -> {
              SequencedMap<String, Object> inner = fresh(within);
              if (!inner.isEmpty()) {
                map.put(key, inner);
              }
            }
          }
        });
    return map;
  }
}
