package org.wwj.template;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Values as {@code encoding/json} writes them. */
final class JsonWriter {
  private static final int MAX_DEPTH = 100;

  private final Bounded out = new Bounded();
  private final boolean pretty;
  private final boolean escapeHtml;

  private JsonWriter(boolean pretty, boolean escapeHtml) {
    this.pretty = pretty;
    this.escapeHtml = escapeHtml;
  }

  /**
   * JSON text.
   *
   * @param pretty indented by two
   * @param escapeHtml whether {@code < > &} become escapes
   */
  static String write(Object value, boolean pretty, boolean escapeHtml) {
    JsonWriter writer = new JsonWriter(pretty, escapeHtml);
    writer.value(value, 0);
    return writer.out.toString();
  }

  private void value(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("value nested deeper than " + MAX_DEPTH + " levels");
    }
    switch (value) {
      case GoInt number -> out.append(number.toString());
      case GoTime time -> string(time.json());
      case SemVer version -> string(version.toString());
      case Scalar scalar -> value(Values.plain(scalar), depth);
      case Nil n -> out.append("null");
      case NilPointer p -> out.append("null");
      case Boolean b -> out.append(b.toString());
      case Long l -> out.append(l.toString());
      case Double d -> number(d);
      case String s -> string(s);
      case List<?> list when GoList.isNil(list) -> out.append("null");
      case List<?> list -> list(list, depth);
      case NilMap map -> out.append("null");
      case Map<?, ?> map -> map(Values.sorted(map), depth);
      case Fields fields -> {
        Map<String, Object> map = new java.util.LinkedHashMap<>();
        fields.fieldNames().forEach(name -> map.put(name, Values.of(fields.field(name))));
        map(map, depth);
      }
      default -> throw new JsonException("json: unsupported type: " + Values.typeName(value));
    }
  }

  private void number(double d) {
    if (!Double.isFinite(d)) {
      String shown = GoFloat.format(d, 'g', -1);
      throw new JsonException(
          "json: unsupported value: " + (Double.isNaN(d) ? shown.substring(1) : shown));
    }
    double size = Math.abs(d);
    boolean exponent = size != 0 && (size < 1e-6 || size >= 1e21);
    String text = GoFloat.format(d, exponent ? 'e' : 'f', -1);
    String unsigned = text.startsWith("+") ? text.substring(1) : text;
    out.append(unsigned.replaceFirst("e-0(\\d)$", "e-$1"));
  }

  private void list(List<?> list, int depth) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
      line(depth + 1);
      value(Values.of(i.next()), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    line(depth);
    out.append(']');
  }

  private void map(Map<String, Object> map, int depth) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    for (Iterator<Map.Entry<String, Object>> i = map.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, Object> entry = i.next();
      line(depth + 1);
      string(entry.getKey());
      out.append(pretty ? ": " : ":");
      value(entry.getValue(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    line(depth);
    out.append('}');
  }

  private void line(int depth) {
    if (pretty) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  private void string(String text) {
    out.append('"');
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> out.append('\\').append((char) c);
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '<', '>', '&' ->
                out.append(escapeHtml ? "\\u%04x".formatted(c) : Character.toString(c));
            default -> {
              if (c < ' ' || c == 0x2028 || c == 0x2029) {
                out.append("\\u%04x".formatted(c));
              } else if (GoString.isByte(c)) {
                out.append("\\ufffd");
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    out.append('"');
  }
}
