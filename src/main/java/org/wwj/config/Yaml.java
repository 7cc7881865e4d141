package org.wwj.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A piece of a YAML document with its place in the text. Every scalar is text: nothing becomes a
 * boolean or a number by its looks.
 */
public sealed interface Yaml {
  /** Where it stands. */
  Span span();

  /**
   * A place in a text.
   *
   * @param start offset of the first character
   * @param end offset behind the last, without blanks and comments that follow
   * @param line counted from 1
   * @param column counted from 0
   * @param anchored whether an anchor ({@code &name}) is part of it
   */
  record Span(int start, int end, int line, int column, boolean anchored) {
    Span until(int newEnd) {
      return new Span(start, newEnd, line, column, anchored);
    }
  }

  /** How a scalar is written. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    BLOCK
  }

  /** A scalar. */
  record Text(Span span, String value, Style style) implements Yaml {
    /** Whether it is nothing, {@code ~} or {@code null}, unquoted. */
    public boolean isNull() {
      return style == Style.PLAIN
          && value.length() <= 4
          && switch (value) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    /** Whether somebody wrote {@code ~} or {@code null}, and not just nothing. */
    public boolean isExplicitNull() {
      return isNull() && !value.isEmpty();
    }
  }

  /** A list. */
  record Sequence(Span span, List<Yaml> items, boolean flow) implements Yaml {}

  /** A map, its entries as written: in order, with merge keys. */
  record Mapping(Span span, List<Entry> entries, boolean flow) implements Yaml {
    /** The entries after merge keys ({@code <<}) are resolved: what is written here wins. */
    public SequencedMap<String, Entry> resolved() {
      SequencedMap<String, Entry> all = new LinkedHashMap<>();
      for (Entry entry : entries) {
        if (!entry.isMerge()) {
          all.put(entry.key().value(), entry);
        }
      }
      for (Entry entry : entries) {
        if (entry.isMerge()) {
          for (Mapping source : mergeSources(entry.value())) {
            source.resolved().forEach(all::putIfAbsent);
          }
        }
      }
      return all;
    }

    /** The entries that {@link #resolved} holds. */
    public Collection<Entry> effective() {
      for (Entry entry : entries) {
        if (entry.isMerge()) {
          return resolved().values();
        }
      }
      return entries;
    }

    static List<Mapping> mergeSources(Yaml value) {
      List<Mapping> sources = new ArrayList<>();
      switch (value.target()) {
        case Mapping mapping -> sources.add(mapping);
        case Sequence sequence -> {
          for (Yaml item : sequence.items()) {
            if (item.target() instanceof Mapping mapping) {
              sources.add(mapping);
            }
          }
        }
        case Text text -> {}
        case Alias alias -> {}
      }
      return sources;
    }
  }

  /** One key of a map with its value. */
  record Entry(Text key, Yaml value) {
    /** Whether it is a merge key ({@code <<}). */
    public boolean isMerge() {
      return key.value().length() == 2 && key.style() == Style.PLAIN && key.value().equals("<<");
    }
  }

  /** A reference to an anchored piece. */
  record Alias(Span span, Yaml to) implements Yaml {}

  /** The piece itself, behind an alias if it is one. */
  default Yaml target() {
    return this instanceof Alias alias ? alias.to().target() : this;
  }

  /** Line of the piece, counted from 1. */
  default int line() {
    return span().line();
  }

  /**
   * The meaning without the places: text, list or map, with aliases and merge keys resolved. An
   * empty plain scalar is the empty text.
   */
  default Object plain() {
    return switch (target()) {
      case Text text -> text.isNull() ? "" : text.value();
      case Sequence sequence -> sequence.items().stream().map(Yaml::plain).toList();
      case Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.resolved().forEach((key, entry) -> map.put(key, entry.value().plain()));
        yield map;
      }
      case Alias alias -> alias.to().plain();
    };
  }
}
