package org.wwj.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** New values of a {@link YamlDraft}, written in the manner of their surroundings. */
final class DraftWriter {
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_][\\w .-]*[A-Za-z0-9_]");

  private DraftWriter() {}

  /** A key, in braces as well without quotes when it is made of words. */
  static String key(String key, boolean flow) {
    boolean words = WORDS.matcher(key).matches() && !key.contains("  ");
    return YamlWriter.key(key, flow && !words);
  }

  /** A key as it was, for a place inside braces. */
  static String flowKey(Yaml.Text key) {
    return key.style() == Yaml.Style.PLAIN ? key(key.value(), true) : source(key);
  }

  /** The value for an entry: one line, or lines that begin with a line end. */
  static DraftValue value(DraftEntry entry, Object to, Yaml.Style like) {
    boolean flow = entry.parent.flow;
    YamlWriter writer = entry.parent.writer;
    return switch (to) {
      case Map<?, ?> map -> {
        DraftMap made = new DraftMap(writer, entry, entry.column + writer.step());
        made.flow = flow || map.isEmpty();
        map.forEach((key, inner) -> made.put(String.valueOf(key), inner));
        yield made;
      }
      case List<?> list when flow || list.isEmpty() ->
          new DraftValue.Words(flowList(list), null, list);
      case List<?> list -> {
        StringBuilder lines = new StringBuilder();
        list.forEach(item ->
            lines.append('\n').append(item(writer, item, entry.column + writer.listStep())));
        yield new DraftValue.Words(lines.toString(), null, list);
      }
      default -> {
        String text = String.valueOf(to);
        Yaml.Style style = text.isEmpty() ? Yaml.Style.DOUBLE : like;
        yield new DraftValue.Words(YamlScalar.write(text, style, flow), null, text);
      }
    };
  }

  /** An item of a block list, without a line end at its end. */
  static String item(YamlWriter writer, Object item, int column) {
    String indent = " ".repeat(column);
    if (item instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> key(String.valueOf(e.getKey()), false) + ": " + flow(e.getValue(), false))
          .collect(Collectors.joining("\n" + indent + "  ", indent + "- ", ""));
    }
    return indent + "- " + YamlScalar.write(String.valueOf(item), Yaml.Style.PLAIN, false);
  }

  private static String flowList(List<?> list) {
    return list.stream().map(item -> flow(item, true)).collect(Collectors.joining(", ", "[", "]"));
  }

  static String flow(Object value, boolean inside) {
    return value instanceof List<?> list ? flowList(list) : YamlWriter.flow(value, inside);
  }

  /** The same value for a place inside braces. */
  static DraftValue inFlow(DraftValue value) {
    return switch (value) {
      case DraftValue.Words words when words.source() != null ->
          new DraftValue.Words(source(words.source()), words.source(), words.plain());
      case DraftValue.Words words ->
          new DraftValue.Words(flow(words.plain(), true), null, words.plain());
      case DraftValue.Listed list when list.flow() -> list;
      case DraftValue.Listed list ->
          new DraftValue.Words(flow(list.plain(), true), null, list.plain());
      case DraftMap map -> map;
    };
  }

  /** A piece on one line, its scalars quoted or not as they were, aliases followed. */
  static String source(Yaml value) {
    return switch (value) {
      case Yaml.Text text when text.isNull() -> text.isExplicitNull() ? "~" : "";
      case Yaml.Text text when text.style() == Yaml.Style.BLOCK ->
          YamlScalar.write(text.value(), Yaml.Style.DOUBLE, true);
      case Yaml.Text text -> YamlScalar.write(text.value(), text.style(), true);
      case Yaml.Sequence list ->
          list.items().stream()
              .map(DraftWriter::source)
              .collect(Collectors.joining(", ", "[", "]"));
      case Yaml.Mapping map ->
          map.resolved().values().stream()
              .map(e -> flowKey(e.key()) + ": " + source(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Yaml.Alias alias -> source(alias.to());
    };
  }
}
