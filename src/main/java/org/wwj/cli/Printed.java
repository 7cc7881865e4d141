package org.wwj.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trees of maps, lists and scalars as Go's encoders print them: what Warewulf's {@code -y -j} show.
 */
final class Printed {
  private static final int STEP = 4;

  private Printed() {}

  /** YAML, indented by four. */
  static String yaml(Object tree) {
    StringBuilder out = new StringBuilder();
    switch (tree) {
      case Map<?, ?> map when !map.isEmpty() -> map(out, map, 0, 0);
      case List<?> list when !list.isEmpty() -> list(out, list, 0);
      default -> out.append(scalar(tree, STEP)).append('\n');
    }
    return out.toString();
  }

  /** The first key stands where the writer is; the others on lines of their own. */
  private static void map(StringBuilder out, Map<?, ?> map, int first, int indent) {
    int before = first;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(" ".repeat(before)).append(GoScalar.key(String.valueOf(entry.getKey())));
      out.append(':');
      value(out, entry.getValue(), deeper(indent));
      before = indent;
    }
  }

  private static void value(StringBuilder out, @Nullable Object value, int indent) {
    switch (value) {
      case null -> out.append(" null\n");
      case Map<?, ?> map when !map.isEmpty() -> map(out.append('\n'), map, indent, indent);
      case List<?> list when !list.isEmpty() -> list(out.append('\n'), list, indent);
      default -> out.append(' ').append(scalar(value, indent)).append('\n');
    }
  }

  private static void list(StringBuilder out, List<?> list, int indent) {
    for (Object item : list) {
      out.append(" ".repeat(indent)).append("- ");
      // Inside an item the encoder goes on two further, and only below that by whole steps.
      switch (item) {
        case Map<?, ?> map when !map.isEmpty() -> map(out, map, 0, indent + 2);
        case List<?> inner when !inner.isEmpty() -> {
          StringBuilder nested = new StringBuilder();
          list(nested, inner, indent + 2);
          out.append(nested.substring(indent + 2));
        }
        default -> out.append(scalar(item, indent + 2)).append('\n');
      }
    }
  }

  private static int deeper(int indent) {
    return (indent + STEP) / STEP * STEP;
  }

  private static String scalar(@Nullable Object value, int indent) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> "{}";
      case List<?> list -> "[]";
      case String text -> GoScalar.write(text, indent);
      default -> String.valueOf(value);
    };
  }

  /** JSON, indented by two. */
  static String json(Object tree) {
    StringBuilder out = new StringBuilder();
    json(out, tree, "\n");
    return out.append('\n').toString();
  }

  private static void json(StringBuilder out, @Nullable Object value, String newline) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map when !map.isEmpty() -> {
        String inner = newline + "  ";
        String between = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(between).append(inner).append(word(entry.getKey())).append(": ");
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
      default -> out.append(word(value));
    }
  }

  /** One value on one line; Go escapes what could end a script in HTML. */
  static String word(Object value) {
    return Json.MAPPER
        .writeValueAsString(value)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** Made when something is printed as JSON: it takes a while. */
  private static final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();
  }
}
