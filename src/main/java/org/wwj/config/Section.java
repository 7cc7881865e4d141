package org.wwj.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One map of a settings file, read key by key; mistakes go to {@link Problems} and the reader goes
 * on with the default.
 */
final class Section {
  private final String name;
  private final int line;
  private final SequencedMap<String, Yaml.Entry> entries;
  private final Problems problems;

  private Section(
      String name, int line, SequencedMap<String, Yaml.Entry> entries, Problems problems) {
    this.name = name;
    this.line = line;
    this.entries = entries;
    this.problems = problems;
  }

  /** The section a value holds; nothing at all is an empty one. */
  static Section of(String name, @Nullable Yaml value, Problems problems) {
    Yaml target = value == null ? null : value.target();
    if (target instanceof Yaml.Mapping mapping) {
      return new Section(name, mapping.line(), mapping.resolved(), problems);
    }
    if (target != null && !(target instanceof Yaml.Text text && text.isNull())) {
      problems.add(target.line(), "'" + name + "' takes a map of settings");
    }
    int line = value == null ? 1 : value.line();
    return new Section(name, line, new LinkedHashMap<>(), problems);
  }

  /** Reports every key that is not among the known ones. */
  Section allow(Collection<String> known) {
    for (Yaml.Entry entry : entries.values()) {
      String key = entry.key().value();
      if (!known.contains(key)) {
        String where = name.isEmpty() ? "" : " in section '" + name + "'";
        problems.unknown(
            entry.key().line(), "unknown key '" + key + "'" + where + Spelling.hint(key, known));
      }
    }
    return this;
  }

  int line() {
    return line;
  }

  int line(String key) {
    Yaml.Entry entry = entries.get(key);
    return entry == null ? line : entry.key().line();
  }

  boolean has(String key) {
    return !text(key, "").isEmpty();
  }

  boolean contains(String key) {
    return entries.containsKey(key);
  }

  @Nullable Yaml value(String key) {
    Yaml.Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  Section section(String key) {
    return of(name.isEmpty() ? key : name + ": " + key, value(key), problems);
  }

  Collection<Yaml.Entry> all() {
    return entries.values();
  }

  String text(String key, String otherwise) {
    Yaml value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value.target() instanceof Yaml.Text text) {
      return text.isNull() ? otherwise : text.value().strip();
    }
    problems.add(value.line(), "'" + key + "' takes one word, not a list or a map");
    return otherwise;
  }

  /** A value that a parser of ours reads; its complaint becomes the problem. */
  <T extends @Nullable Object> T parsed(String key, T otherwise, Function<String, T> parser) {
    String text = text(key, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(line(key), "'" + key + "': " + e.getMessage());
      return otherwise;
    }
  }

  boolean flag(String key, boolean otherwise) {
    return parsed(key, otherwise, Section::parseFlag);
  }

  /** The words for yes and no that Go and YAML 1.1 know. */
  static boolean parseFlag(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1", "t", "y" -> true;
      case "false", "no", "off", "0", "f", "n" -> false;
      default -> throw new IllegalArgumentException("'" + word + "' is neither true nor false");
    };
  }

  int number(String key, int otherwise, int least, int most) {
    return parsed(
        key,
        otherwise,
        word -> {
          try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
              return number;
            }
          } catch (NumberFormatException e) {
            // told below, as a number out of range is
          }
          throw new IllegalArgumentException(
              "'" + word + "' is not a number from " + least + " to " + most);
        });
  }

  /** A list of words; one word alone may be a comma list. */
  List<String> list(String key) {
    Yaml value = value(key);
    if (value == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    switch (value.target()) {
      case Yaml.Sequence sequence -> {
        for (Yaml item : sequence.items()) {
          if (item.target() instanceof Yaml.Text text) {
            words.add(text.value().strip());
          } else {
            problems.add(item.line(), "'" + key + "' takes a list of words");
          }
        }
      }
      case Yaml.Text text -> {
        for (String word : text.isNull() ? new String[0] : text.value().split(",")) {
          if (!word.isBlank()) {
            words.add(word.strip());
          }
        }
      }
      default -> problems.add(value.line(), "'" + key + "' takes a list of words");
    }
    return words;
  }
}
