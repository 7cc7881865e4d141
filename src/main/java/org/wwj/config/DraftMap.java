package org.wwj.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A map of a {@link YamlDraft}, its entries in the order of the file. */
public final class DraftMap implements DraftValue {
  final List<DraftEntry> entries = new ArrayList<>();

  /** Lines behind the last entry: comments of entries that are gone. */
  final List<String> below = new ArrayList<>();

  final YamlWriter writer;

  /** The entry that it or the list it is in belongs to; null for the document. */
  final @Nullable DraftEntry owner;

  /** Where its keys begin when it holds none. */
  int column;

  /** Written in braces. */
  boolean flow;

  /** A map in braces as it stands in the file, as long as nothing in it has changed. */
  @Nullable String verbatim;

  /** An item's line up to its first key: the dash and blanks. */
  @Nullable String lead;

  DraftMap(YamlWriter writer, @Nullable DraftEntry owner, int column) {
    this.writer = writer;
    this.owner = owner;
    this.column = column;
  }

  /** The entries now, in a list of its own, so that they may be changed while it is walked. */
  public List<DraftEntry> entries() {
    return List.copyOf(entries);
  }

  /** Whether it holds nothing. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The entry of a key. */
  public Optional<DraftEntry> find(String key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  /** The map that stands behind a key. */
  public Optional<DraftMap> map(String key) {
    return find(key).flatMap(DraftEntry::map);
  }

  /** The map behind a key, made when there is none or nothing stands there. */
  public DraftMap within(String key) {
    DraftEntry entry = find(key).orElseGet(() -> append(key));
    return entry
        .map()
        .filter(map -> !map.isEmpty())
        .orElseGet(() -> entry.become(new DraftMap(writer, entry, 0)));
  }

  /** Sets a text, a list of texts or of maps, or a map; a key that is not there is added. */
  public DraftEntry put(String key, Object value) {
    DraftEntry entry = find(key).orElseGet(() -> append(key));
    entry.set(value);
    return entry;
  }

  private DraftEntry append(String key) {
    touch();
    DraftEntry entry = new DraftEntry(this, key, DraftWriter.key(key, flow), column(), 0);
    entries.add(entry);
    return entry;
  }

  /** Where its keys begin. */
  int column() {
    return entries.isEmpty() ? column : entries.getFirst().column;
  }

  /** No longer as it stands in the file, nor is what it stands in. */
  void touch() {
    verbatim = null;
    if (owner != null) {
      owner.parent.touch();
    }
  }

  /** Leaves lines where an entry stood that is gone. */
  void leave(int index, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    DraftMap block = this;
    int at = index;
    // Braces hold no comment lines: they go above what the braces belong to.
    while (block.flow && block.owner != null) {
      at = block.owner.parent.entries.indexOf(block.owner);
      block = block.owner.parent;
    }
    List<String> moved = lines;
    if (block != this) {
      String indent = " ".repeat(block.entries.get(at).column);
      moved = lines.stream().map(line -> indent + line.strip()).toList();
    }
    if (block == this && index == 0 && lead != null && !entries.isEmpty()) {
      String indent = " ".repeat(lead.indexOf('-'));
      moved = lines.stream().map(line -> indent + line.strip()).toList();
    }
    if (at < block.entries.size()) {
      List<String> above = block.entries.get(at).above;
      above.addAll(block == this ? 0 : above.size(), moved);
    } else {
      block.below.addAll(0, moved);
    }
  }

  void shift(int by) {
    column += by;
    entries.forEach(entry -> entry.shift(by));
    below.replaceAll(line -> DraftIndent.line(line, by));
    verbatim = verbatim == null ? null : DraftIndent.inner(verbatim, by);
    lead = lead == null ? null : DraftIndent.line(lead, by);
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    entries.forEach(entry -> plain.put(entry.key(), entry.plain()));
    return plain;
  }

  /** This map and all maps in it, itself first. */
  Stream<DraftMap> all() {
    return Stream.concat(
        Stream.of(this),
        entries.stream().flatMap(entry -> entry.map().stream()).flatMap(DraftMap::all));
  }
}
