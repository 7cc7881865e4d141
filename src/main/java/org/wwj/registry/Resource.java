package org.wwj.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.wwj.config.Yaml;

/**
 * The values below {@code resources:}. Only here plain scalars have types, as templates ask {@code
 * if .readonly} of them: true, false and numbers of YAML 1.2; yes and no stay words.
 */
final class Resource {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(0|[1-9][0-9]*)\\.[0-9]+([eE][-+]?[0-9]{1,3})?");

  private Resource() {}

  static Object of(Yaml value) {
    return switch (value.target()) {
      case Yaml.Text text -> scalar(text);
      case Yaml.Sequence list -> list.items().stream().map(Resource::of).toList();
      case Yaml.Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.resolved().forEach((key, entry) -> map.put(key, of(entry.value())));
        yield map;
      }
      case Yaml.Alias alias -> of(alias.to());
    };
  }

  private static Object scalar(Yaml.Text text) {
    String value = text.value();
    if (text.isNull()) {
      return "";
    }
    if (text.style() != Yaml.Style.PLAIN) {
      return value;
    }
    return switch (value) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> {
        if (INTEGER.matcher(value).matches()) {
          yield Long.parseLong(value);
        }
        yield DECIMAL.matcher(value).matches() ? (Object) Double.parseDouble(value) : value;
      }
    };
  }

  /** Two values of one resource: lists append, maps merge, anything else is replaced. */
  static Object merge(Object before, Object after) {
    if (before instanceof List<?> first && after instanceof List<?> second) {
      List<Object> all = new ArrayList<>(first);
      all.addAll(second);
      return List.copyOf(all);
    }
    if (before instanceof Map<?, ?> first && after instanceof Map<?, ?> second) {
      Map<String, Object> all = new LinkedHashMap<>();
      first.forEach((key, value) -> all.put(String.valueOf(key), value));
      second.forEach((key, value) -> all.merge(String.valueOf(key), value, Resource::merge));
      return all;
    }
    return after;
  }
}
