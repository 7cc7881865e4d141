package org.wwj.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the entries of a {@link YamlDraft} back together as lines. */
final class DraftPrinter {
  private final List<String> lines = new ArrayList<>();

  /** The lines of a map in block form. */
  List<String> map(DraftMap map) {
    block(map);
    return lines;
  }

  /** The lines of one entry without those above it. */
  static List<String> own(DraftEntry entry) {
    DraftPrinter printer = new DraftPrinter();
    printer.print(entry, " ".repeat(entry.column));
    return printer.lines.subList(entry.above.size(), printer.lines.size());
  }

  private void block(DraftMap map) {
    for (int i = 0; i < map.entries.size(); i++) {
      DraftEntry entry = map.entries.get(i);
      boolean led = i == 0 && map.lead != null;
      print(entry, led ? String.valueOf(map.lead) : " ".repeat(entry.column));
    }
    lines.addAll(map.below);
  }

  private void print(DraftEntry entry, String lead) {
    lines.addAll(entry.above);
    String head = lead + entry.written + entry.gap;
    switch (entry.value) {
      case DraftMap map when !map.flow && map.entries.isEmpty() -> {
        int colon = entry.gap.indexOf(':') + 1;
        String start = lead + entry.written + entry.gap.substring(0, colon);
        add(start + " {}" + entry.gap.substring(colon));
        lines.addAll(map.below);
      }
      case DraftMap map when !map.flow -> {
        add(head);
        block(map);
      }
      case DraftValue.Listed list when !list.flow() -> {
        add(head);
        list.items().forEach(this::item);
      }
      case DraftValue.Listed list -> add(head + spaced(entry, inner(list)));
      case DraftMap map -> add(head + spaced(entry, flow(map)));
      case DraftValue.Words words -> add(head + spaced(entry, words.text()));
    }
  }

  /** A value that a moved or new key has no blank before gets one. */
  private static String spaced(DraftEntry entry, String value) {
    boolean blank = entry.gap.endsWith(":") && !value.isEmpty() && !value.startsWith("\n");
    if (value.startsWith("\n")) {
      return entry.behind + value; // the comment stays behind the key
    }
    return (blank ? " " : "") + value + entry.behind;
  }

  private void item(DraftValue.Item item) {
    lines.addAll(item.above());
    switch (item.value()) {
      case DraftMap map when !map.flow && map.entries.isEmpty() -> {
        add(item.lead() + "{}" + item.behind());
        lines.addAll(map.below);
      }
      case DraftMap map when !map.flow -> block(map);
      case DraftMap map -> add(item.lead() + flow(map) + item.behind());
      case DraftValue.Words words -> add(item.lead() + words.text() + item.behind());
      case DraftValue.Listed list ->
          throw new IllegalStateException("a list within a list is words");
    }
  }

  private void add(String text) {
    lines.addAll(Arrays.asList(text.split("\n", -1)));
  }

  private static String flow(DraftMap map) {
    if (map.verbatim != null) {
      return map.verbatim;
    }
    return map.entries.stream()
        .map(entry -> (entry.written + entry.gap + spaced(entry, inner(entry.value))).strip())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String inner(DraftValue value) {
    return switch (value) {
      case DraftMap map -> flow(map);
      case DraftValue.Words words -> words.text();
      case DraftValue.Listed list when list.untouched() -> String.valueOf(list.verbatim());
      case DraftValue.Listed list ->
          list.items().stream()
              .map(item -> inner(item.value()))
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }
}
