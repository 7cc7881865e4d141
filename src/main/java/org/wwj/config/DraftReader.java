package org.wwj.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Takes a document apart along the places of its pieces. */
final class DraftReader {
  private static final String LOST_PLACE =
      "# wwj upgrade: the comments of a file whose layout could not be kept";

  private final String text;
  private final LinePlaces place;
  private final Yaml.Mapping document;
  private final boolean expand;

  /** The layout is none that can be taken apart line by line. */
  private static final class OddLayout extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  DraftReader(String text, Yaml.Mapping document) {
    this.text = text;
    this.place = new LinePlaces(text);
    this.document = document;
    this.expand = hasAlias(document);
  }

  /** Whether aliases and merge keys are written out. */
  boolean expands() {
    return expand;
  }

  /** Fills the map line by line; false when the layout is too unusual for that. */
  boolean exact(DraftMap root, List<String> tail) {
    try {
      int first = document.entries().getFirst().key().span().start();
      String lead = text.substring(place.lineStart(first), first);
      root.lead = lead.isBlank() ? null : lead;
      tail.addAll(lines(block(root, document, 0), text.length()));
      return true;
    } catch (OddLayout e) {
      return false;
    }
  }

  /** Fills the map by its meaning alone. */
  void plain(DraftMap root) {
    plain(root, document);
  }

  /** All lines that are comments. */
  List<String> comments() {
    List<String> comments =
        text.lines().filter(line -> line.stripLeading().startsWith("#")).toList();
    if (comments.isEmpty()) {
      return comments;
    }
    List<String> all = new ArrayList<>();
    all.add(LOST_PLACE);
    comments.forEach(line -> all.add(line.strip()));
    return all;
  }

  private void plain(DraftMap map, Yaml.Mapping mapping) {
    for (Yaml.Entry entry : mapping.resolved().values()) {
      DraftEntry made = entry(map, entry, map.column);
      made.written = DraftWriter.flowKey(entry.key());
      if (entry.value().target() instanceof Yaml.Mapping inner && !inner.entries().isEmpty()) {
        DraftMap child = new DraftMap(map.writer, made, map.column + map.writer.step());
        plain(child, inner);
        made.gap = ":";
        made.value = child;
      } else {
        made.value = flowValue(made, entry.value());
      }
    }
  }

  /** Entries of a block map; returns where the line behind the last begins. */
  private int block(DraftMap map, Yaml.Mapping mapping, int from) {
    int done = from;
    List<String> pending = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      int start = place.lineStart(entry.key().span().start());
      pending.addAll(lines(done, start));
      if (expand && entry.isMerge()) {
        done = place.lineEnd(place.contentEnd(entry.value()));
        continue;
      }
      DraftEntry made = entry(map, entry, entry.key().span().column());
      made.above.addAll(pending);
      pending.clear();
      done = value(made, entry);
    }
    if (expand) {
      List<Yaml.Entry> own = mapping.entries();
      mapping.resolved().values().stream()
          .filter(entry -> !own.contains(entry))
          .forEach(entry -> {
            DraftEntry made = entry(map, entry, map.column());
            made.gap = ": ";
            made.value = flowValue(made, entry.value());
          });
    }
    map.below.addAll(pending);
    return done;
  }

  private DraftEntry entry(DraftMap map, Yaml.Entry entry, int column) {
    Yaml.Span key = entry.key().span();
    String written = text.substring(key.start(), key.end());
    boolean plain = !key.anchored() && written.indexOf('\n') < 0;
    DraftEntry made =
        new DraftEntry(
            map,
            entry.key().value(),
            plain ? written : DraftWriter.source(entry.key()),
            column,
            key.line());
    made.gap = ": ";
    map.entries.add(made);
    return made;
  }

  private int value(DraftEntry made, Yaml.Entry entry) {
    int keyEnd = entry.key().span().end();
    made.written = text.substring(entry.key().span().start(), keyEnd);
    int colon = place.colonAfter(keyEnd);
    if (colon < 0) {
      throw new OddLayout(); // a key with a question mark
    }
    Yaml value = entry.value();
    return switch (value) {
      case Yaml.Mapping inner when !inner.flow() -> {
        made.gap = head(keyEnd, colon);
        DraftMap child = new DraftMap(made.parent.writer, made, inner.span().column());
        made.value = child;
        yield block(child, inner, place.lineEnd(colon));
      }
      case Yaml.Sequence list
          when !list.flow() && list.items().stream().anyMatch(DraftReader::isMap) -> {
        made.gap = head(keyEnd, colon);
        yield list(made, list, place.lineEnd(colon));
      }
      case Yaml.Alias alias -> {
        made.value = flowValue(made, alias);
        made.behind = text.substring(alias.span().end(), place.lineStop(alias.span().end()));
        yield place.lineEnd(alias.span().end());
      }
      default -> words(made, value, keyEnd, colon);
    };
  }

  private int words(DraftEntry made, Yaml value, int keyEnd, int colon) {
    int end = Math.max(colon, place.contentEnd(value));
    int start = end > colon ? Math.max(colon, value.span().start()) : colon;
    boolean foreign = expand && (hasAlias(value) || hasAnchor(value));
    made.gap = foreign ? ": " : text.substring(keyEnd, start);
    String verbatim = text.substring(start, end);
    made.value =
        switch (flowValue(made, value)) {
          case DraftValue.Words words when !foreign -> DraftValue.Words.of(verbatim, value);
          case DraftValue.Listed list when !foreign ->
              new DraftValue.Listed(list.items(), true, verbatim);
          case DraftMap map when !foreign -> {
            map.verbatim = verbatim;
            yield map;
          }
          case DraftValue other -> other;
        };
    made.behind = text.substring(end, place.lineStop(end));
    return place.lineEnd(end);
  }

  /** From the key to the end of its line, where a block begins on the next. */
  private String head(int keyEnd, int colon) {
    String head = text.substring(keyEnd, place.lineStop(colon));
    return expand ? head.replaceFirst("&\\S+", "").stripTrailing() : head;
  }

  private int list(DraftEntry made, Yaml.Sequence list, int from) {
    List<DraftValue.Item> items = new ArrayList<>();
    int done = from;
    for (Yaml item : list.items()) {
      int start = place.lineStart(item.span().start());
      List<String> above = lines(done, start);
      String lead = text.substring(start, item.span().start());
      if (!lead.strip().equals("-")) {
        throw new OddLayout(); // a list within a list, or a dash alone on its line
      }
      if (item instanceof Yaml.Mapping map && !map.flow()) {
        DraftMap child = new DraftMap(made.parent.writer, made, map.span().column());
        child.lead = lead;
        done = block(child, map, done);
        items.add(new DraftValue.Item(List.of(), lead, child, ""));
      } else {
        int end = place.contentEnd(item);
        String behind = text.substring(end, place.lineStop(end));
        DraftValue value = flowValue(made, item);
        if (!expand && value instanceof DraftMap map) {
          map.verbatim = text.substring(item.span().start(), end);
        } else if (!expand) {
          value = DraftValue.Words.of(text.substring(item.span().start(), end), item);
        }
        items.add(new DraftValue.Item(above, lead, value, behind));
        done = place.lineEnd(end);
      }
    }
    made.value = DraftValue.Listed.block(items);
    return done;
  }

  /** A value on one line, put together from its parts. */
  private DraftValue flowValue(DraftEntry owner, Yaml value) {
    if (value.target() instanceof Yaml.Sequence list
        && list.items().stream().anyMatch(DraftReader::isMap)) {
      return new DraftValue.Listed(
          list.items().stream()
              .map(item -> new DraftValue.Item(List.of(), "", flowValue(owner, item), ""))
              .toList(),
          true,
          null);
    }
    if (!(value.target() instanceof Yaml.Mapping mapping)) {
      return DraftValue.Words.of(DraftWriter.source(value), value);
    }
    DraftMap map = new DraftMap(owner.parent.writer, owner, owner.column);
    map.flow = true;
    String verbatim = text.substring(mapping.span().start(), mapping.span().end());
    if (mapping.flow() && !expand && verbatim.indexOf('\n') < 0) {
      map.verbatim = verbatim;
    }
    for (Yaml.Entry entry : mapping.resolved().values()) {
      DraftEntry made = entry(map, entry, owner.column);
      made.written = mapping.flow() ? made.written : DraftWriter.flowKey(entry.key());
      made.value = flowValue(made, entry.value());
    }
    return map;
  }

  private static boolean isMap(Yaml item) {
    return item.target() instanceof Yaml.Mapping;
  }

  private static boolean hasAlias(Yaml value) {
    return switch (value) {
      case Yaml.Alias alias -> true;
      case Yaml.Text text -> false;
      case Yaml.Sequence list -> any(list.items(), DraftReader::hasAlias);
      case Yaml.Mapping map ->
          any(map.entries().stream().map(Yaml.Entry::value).toList(), DraftReader::hasAlias);
    };
  }

  private static boolean hasAnchor(Yaml value) {
    return value.span().anchored()
        || switch (value) {
          case Yaml.Sequence list -> any(list.items(), DraftReader::hasAnchor);
          case Yaml.Mapping map ->
              any(map.entries().stream().map(Yaml.Entry::value).toList(), DraftReader::hasAnchor);
          default -> false;
        };
  }

  private static boolean any(Collection<Yaml> pieces, Predicate<Yaml> test) {
    return pieces.stream().anyMatch(test);
  }

  private List<String> lines(int from, int to) {
    if (from > to) {
      throw new OddLayout(); // two entries on one line
    }
    return from == to ? List.of() : List.of(stripEnd(text.substring(from, to)).split("\n", -1));
  }

  private static String stripEnd(String lines) {
    return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }
}
