package org.wwj.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Trees of maps, lists and scalars as the YAML and JSON that Warewulf's {@code -y -j} print. */
final class Printed {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/~_][A-Za-z0-9/_.~+=@-]*");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+|[0-9a-f]{2}(:[0-9a-f]{2})+");

  private Printed() {}

  /** YAML, indented by four. */
  static String yaml(Map<String, ?> tree) {
    if (tree.isEmpty()) {
      return "{}\n";
    }
    StringBuilder out = new StringBuilder();
    map(out, tree, 0);
    return out.toString();
  }

  private static void map(StringBuilder out, Map<?, ?> map, int indent) {
    map.forEach((key, value) -> {
      out.append(" ".repeat(indent)).append(scalar(key)).append(':');
      value(out, value, indent + 4);
    });
  }

  private static void value(StringBuilder out, @Nullable Object value, int indent) {
    switch (value) {
      case null -> out.append(" null\n");
      case Map<?, ?> map when !map.isEmpty() -> {
        out.append('\n');
        map(out, map, indent);
      }
      case List<?> list when !list.isEmpty() -> {
        out.append('\n');
        for (Object item : list) {
          item(out, item, indent);
        }
      }
      default -> out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static void item(StringBuilder out, Object item, int indent) {
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      StringBuilder inner = new StringBuilder();
      map(inner, map, indent + 2);
      out.append(" ".repeat(indent)).append("- ").append(inner.substring(indent + 2));
    } else {
      out.append(" ".repeat(indent)).append("- ").append(scalar(item)).append('\n');
    }
  }

  private static String scalar(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> "{}";
      case List<?> list -> "[]";
      case String text when isPlain(text) -> text;
      case String text -> JSON.writeValueAsString(text);
      default -> String.valueOf(value);
    };
  }

  private static boolean isPlain(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n" -> false;
      default -> {
        boolean words = !text.isBlank();
        for (String word : text.split(" ", -1)) {
          words &= PLAIN.matcher(word).matches() || ADDRESS.matcher(word).matches();
        }
        yield words;
      }
    };
  }

  /** JSON, indented by two, as Go's encoder writes it. */
  static String json(Object tree) {
    StringBuilder out = new StringBuilder();
    json(out, tree, "\n");
    return out.append('\n').toString();
  }

  private static void json(StringBuilder out, Object value, String newline) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        String inner = newline + "  ";
        String between = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(between).append(inner).append(JSON.writeValueAsString(entry.getKey()));
          out.append(": ");
          json(out, entry.getValue(), inner);
          between = ",";
        }
        out.append(newline).append('}');
      }
      case List<?> list when !list.isEmpty() -> {
        String inner = newline + "  ";
        String between = "[";
        for (Object item : list) {
          out.append(between).append(inner);
          json(out, item, inner);
          between = ",";
        }
        out.append(newline).append(']');
      }
      default -> out.append(JSON.writeValueAsString(value));
    }
  }
}
