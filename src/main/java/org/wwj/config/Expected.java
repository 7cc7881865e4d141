package org.wwj.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a document must mean after an edit, worked out on its meaning instead of its text. */
final class Expected {
  /** Somebody wrote {@code ~}: not the same as the empty text. */
  private enum Written {
    NULL
  }

  private Expected() {}

  /** What a document means: as {@link Yaml#plain}, with a null where it says so. */
  static Object of(@Nullable Yaml document) {
    return switch (document == null ? null : document.target()) {
      case null -> "";
      case Yaml.Text text when text.isExplicitNull() -> Written.NULL;
      case Yaml.Text text -> text.value();
      case Yaml.Sequence list -> list.items().stream().map(Expected::of).toList();
      case Yaml.Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.resolved().forEach((key, entry) -> map.put(key, of(entry.value())));
        yield map;
      }
      case Yaml.Alias alias -> of(alias.to());
    };
  }

  static Object after(Object before, YamlEdit.Within edits) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (before instanceof Map<?, ?> old) {
      old.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    edits
        .edits()
        .forEach((key, edit) -> {
          switch (edit) {
            case YamlEdit.Remove remove -> map.remove(key);
            case YamlEdit.Put put -> map.put(key, meaning(put.value()));
            case YamlEdit.Within within -> {
              Object inner = after(map.getOrDefault(key, ""), within);
              if (map.containsKey(key) || !inner.equals(Map.of())) {
                map.put(key, inner);
              }
            }
          }
        });
    return map;
  }

  /** What a written value reads as. */
  static Object meaning(Object value) {
    return switch (value) {
      case Yaml.Text text -> text.isNull() ? Written.NULL : text.value();
      case List<?> list -> list.stream().map(Expected::meaning).toList();
      case Map<?, ?> map -> {
        Map<String, Object> meant = new LinkedHashMap<>();
        map.forEach((key, inner) -> meant.put(String.valueOf(key), meaning(inner)));
        yield meant;
      }
      default -> value;
    };
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

  /** Equal, where an empty map is as good as nothing; a null that was meant must be written. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return false;
    }
    if (isNothing(a) && (isNothing(b) || (b == Written.NULL && !a.equals("")))) {
      return true;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && left.entrySet().stream().allMatch(e -> same(e.getValue(), right.get(e.getKey())));
    }
    return a.equals(b);
  }

  private static boolean isNothing(Object value) {
    return value.equals("") || value.equals(Map.of()) || value.equals(List.of());
  }
}
