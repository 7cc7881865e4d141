package org.wwj.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes new pieces in the manner of the file they go into.
 *
 * @param eol the file's line end
 * @param step spaces that one level of maps is indented by
 * @param listStep spaces between a key and the dashes of its list
 */
record YamlWriter(String eol, int step, int listStep) {
  private static final YamlWriter DEFAULT = new YamlWriter("\n", 2, 0);

  /** Looks how a file is written. */
  static YamlWriter like(String text, @Nullable Yaml document) {
    int firstEnd = text.indexOf('\n');
    String eol = firstEnd > 0 && text.charAt(firstEnd - 1) == '\r' ? "\r\n" : "\n";
    int[] steps = {0, -1};
    if (document instanceof Yaml.Mapping mapping && !mapping.flow()) {
      look(mapping, steps);
    }
    return new YamlWriter(
        eol, steps[0] == 0 ? DEFAULT.step : steps[0], steps[1] < 0 ? DEFAULT.listStep : steps[1]);
  }

  private static void look(Yaml.Mapping mapping, int[] steps) {
    for (Yaml.Entry entry : mapping.entries()) {
      if (steps[0] != 0 && steps[1] >= 0) {
        return;
      }
      int column = entry.key().span().column();
      switch (entry.value()) {
        case Yaml.Mapping inner when !inner.flow() && !inner.entries().isEmpty() -> {
          int difference = inner.entries().getFirst().key().span().column() - column;
          if (steps[0] == 0 && difference > 0) {
            steps[0] = difference;
          }
          look(inner, steps);
        }
        case Yaml.Sequence list when !list.flow() && !list.items().isEmpty() -> {
          if (steps[1] < 0 && list.span().line() > entry.key().line()) {
            steps[1] = Math.max(0, list.span().column() - column);
          }
        }
        default -> {}
      }
    }
  }

  /** One entry as block lines, each with its line end, indented by {@code column}. */
  String entry(String key, Object value, int column) {
    StringBuilder out = new StringBuilder();
    out.append(" ".repeat(column)).append(key(key, false)).append(':');
    value(out, value, column);
    return out.toString();
  }

  /** What follows the colon of a key at that column, up to and with the line end. */
  void value(StringBuilder out, Object value, int column) {
    switch (value) {
      case List<?> list when !list.isEmpty() -> {
        out.append(eol);
        for (Object item : list) {
          out.append(item(item, column + listStep));
        }
      }
      case Map<?, ?> map when !map.isEmpty() -> {
        out.append(eol);
        map.forEach((key, inner) -> out.append(entry(String.valueOf(key), inner, column + step)));
      }
      default -> out.append(' ').append(flow(value, false)).append(eol);
    }
  }

  /** One item of a list: one line, or several when it is a map. */
  String item(Object item, int column) {
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      StringBuilder lines = new StringBuilder();
      map.forEach((key, inner) -> lines.append(entry(String.valueOf(key), inner, column + 2)));
      return lines.replace(column, column + 1, "-").toString();
    }
    return " ".repeat(column) + "- " + flow(item, false) + eol;
  }

  /** The value on one line. */
  static String flow(Object value, boolean inside) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(item -> flow(item, true)).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> key(String.valueOf(e.getKey()), true) + ": " + flow(e.getValue(), true))
              .collect(Collectors.joining(", ", "{", "}"));
      case Yaml.Text text when text.isNull() -> "~";
      case Yaml.Text text -> YamlScalar.write(text.value(), text.style(), inside);
      default -> YamlScalar.write(String.valueOf(value), Yaml.Style.PLAIN, inside);
    };
  }

  static String key(String key, boolean flow) {
    String written = YamlScalar.write(key, Yaml.Style.PLAIN, flow);
    return written.equals("<<") ? "'<<'" : written;
  }
}
