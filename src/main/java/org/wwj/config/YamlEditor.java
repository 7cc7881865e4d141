package org.wwj.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes a YAML text by replacing pieces of it, so that comments, order, quoting and line ends of
 * all the rest stay as they are. What comes out is read again and compared with what was meant; an
 * edit that this layout does not allow is refused with its line, never done halfway.
 */
public final class YamlEditor {
  private final String file;
  private final String text;
  private final YamlWriter writer;
  private final Splices splices;

  /** The text after the edits, and what it holds. */
  public record Edited(String text, @Nullable Yaml document) {}

  private YamlEditor(String file, String text, @Nullable Yaml document) {
    this.file = file;
    this.text = text;
    this.writer = YamlWriter.like(text, document);
    this.splices = new Splices(file, text, writer.eol());
  }

  /**
   * The text after the edits.
   *
   * @throws ConfigException naming file and line of what cannot be read or changed
   */
  public static String apply(String file, String text, YamlEdit.Within edits) {
    return edited(file, text, StrictYaml.parse(file, text), edits).text();
  }

  /**
   * As {@link #apply}, where the document is at hand and the new one is wanted.
   *
   * @param document what the text holds
   */
  public static Edited edited(
      String file, String text, @Nullable Yaml document, YamlEdit.Within edits) {
    YamlEditor editor = new YamlEditor(file, text, document);
    editor.root(document, edits);
    String result = editor.splices.applied();
    @Nullable Yaml now;
    try {
      now = StrictYaml.parse(file, result);
    } catch (ConfigException e) {
      throw new ConfigException(
          editor.refusal(editor.splices.line(), "its layout does not allow it"), e);
    }
    if (!Expected.holds(document, edits, now)) {
      throw new ConfigException(
          editor.refusal(
              editor.splices.line(), "more would change: an anchor, alias or merge key is near"));
    }
    return new Edited(result, now);
  }

  private void root(@Nullable Yaml document, YamlEdit.Within edits) {
    if (document instanceof Yaml.Mapping mapping) {
      mapping(mapping, edits, null);
    } else if (document == null || (document instanceof Yaml.Text nothing && nothing.isNull())) {
      StringBuilder added = new StringBuilder();
      Expected.fresh(edits).forEach((key, value) -> added.append(writer.entry(key, value, 0)));
      splices.insertLines(documentEnd(), added.toString());
    } else {
      throw refuse(document, "the file must hold a map");
    }
  }

  /** Where an empty document ends: at the end of the text, or before {@code ...}. */
  private int documentEnd() {
    int at = 0;
    while (at < text.length() && !text.startsWith("...", at)) {
      at = splices.lineEnd(at);
    }
    return at;
  }

  /** Changes the entries of a map; {@code owner} is the entry whose value it is. */
  private void mapping(Yaml.Mapping mapping, YamlEdit.Within edits, Yaml.@Nullable Entry owner) {
    Map<String, Yaml.Entry> present = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> present.put(entry.key().value(), entry));
    SequencedMap<String, Object> added = new LinkedHashMap<>();
    List<Yaml.Entry> removed = new ArrayList<>();
    edits
        .edits()
        .forEach((key, edit) -> {
          Yaml.@Nullable Entry entry = present.get(key);
          switch (edit) {
            case YamlEdit.Remove remove -> {
              if (entry != null) {
                refuseAnchors(entry.value());
                removed.add(entry);
              }
            }
            case YamlEdit.Put put -> {
              if (entry == null) {
                added.put(key, put.value());
              } else {
                put(entry, put.value(), mapping.flow());
              }
            }
            case YamlEdit.Within within -> {
              if (entry == null) {
                SequencedMap<String, Object> fresh = Expected.fresh(within);
                if (!fresh.isEmpty()) {
                  added.put(key, fresh);
                }
              } else {
                within(entry, within, mapping.flow());
              }
            }
          }
        });
    boolean emptied = !removed.isEmpty() && removed.size() == mapping.entries().size();
    if (mapping.flow()) {
      flow(mapping, removed, added, owner);
      return;
    }
    removed.forEach(this::removeLines);
    if (!added.isEmpty()) {
      int column = mapping.entries().getFirst().key().span().column();
      StringBuilder lines = new StringBuilder();
      added.forEach((key, value) -> lines.append(writer.entry(key, value, column)));
      splices.insertLines(splices.lineEnd(whole(mapping)), lines.toString());
    } else if (emptied && owner != null) {
      if (mapping.span().anchored()) {
        throw refuse(mapping, "an anchor stands here");
      }
      splices.insert(colonAfter(owner), " {}");
    }
  }

  /** Where a piece ends, with the blank lines that a block scalar at its end keeps. */
  private int whole(Yaml piece) {
    int end = piece.span().end();
    Yaml last = piece;
    while (last instanceof Yaml.Mapping inner && !inner.flow() && !inner.entries().isEmpty()) {
      last = inner.entries().getLast().value();
    }
    if (last instanceof Yaml.Text block
        && block.style() == Yaml.Style.BLOCK
        && block.value().endsWith("\n\n")) {
      int next = splices.lineEnd(end);
      while (next < text.length() && text.substring(next, splices.lineEnd(next)).isBlank()) {
        end = next;
        next = splices.lineEnd(next);
      }
    }
    return end;
  }

  private void flow(
      Yaml.Mapping mapping,
      List<Yaml.Entry> removed,
      SequencedMap<String, Object> added,
      Yaml.@Nullable Entry owner) {
    if (mapping.entries().isEmpty()) {
      if (owner == null && !added.isEmpty()) { // the whole document is {}
        StringBuilder lines = new StringBuilder();
        added.forEach((key, value) -> lines.append(writer.entry(key, value, 0)));
        splices.replace(mapping.span(), lines.toString().stripTrailing());
      }
      return;
    }
    Set<String> gone = new HashSet<>();
    removed.forEach(entry -> gone.add(entry.key().value()));
    boolean[] kept = new boolean[mapping.entries().size()];
    List<List<String>> more = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = !gone.contains(mapping.entries().get(i).key().value());
      more.add(List.of());
    }
    List<String> written = new ArrayList<>();
    added.forEach((key, value) ->
        written.add(YamlWriter.key(key, true) + ": " + YamlWriter.flow(value, true)));
    more.add(written);
    FlowItems.of(text, splices, writer.eol(), mapping).change(kept, more);
  }

  private void within(Yaml.Entry entry, YamlEdit.Within edits, boolean inFlow) {
    switch (entry.value()) {
      case Yaml.Mapping mapping when mapping.entries().isEmpty() -> {
        if (mapping.span().anchored()) {
          throw refuse(mapping, "an anchor stands here");
        }
        begin(entry, edits, inFlow);
      }
      case Yaml.Mapping mapping -> mapping(mapping, edits, entry);
      case Yaml.Text nothing when nothing.isNull() && !nothing.span().anchored() ->
          begin(entry, edits, inFlow);
      case Yaml.Alias alias ->
          throw refuse(alias, "'" + entry.key().value() + "' is an alias; edit what it stands for");
      default -> throw refuse(entry.value(), "'" + entry.key().value() + "' is no map");
    }
  }

  /** Fills a map that is empty ({@code {}}) or not there ({@code ~} or nothing). */
  private void begin(Yaml.Entry entry, YamlEdit.Within edits, boolean inFlow) {
    SequencedMap<String, Object> fresh = Expected.fresh(edits);
    if (!fresh.isEmpty()) {
      replace(entry, fresh, inFlow);
    }
  }

  private void put(Yaml.Entry entry, Object value, boolean inFlow) {
    Yaml old = entry.value();
    if (Expected.means(old, value) && !(old instanceof Yaml.Alias)) {
      return;
    }
    refuseAnchors(old);
    if (old instanceof Yaml.Text was
        && !(value instanceof List || value instanceof Map)
        && was.style() != Yaml.Style.BLOCK
        && was.span().end() > was.span().start()) {
      splices.replace(
          was.span(),
          value instanceof String now
              ? YamlScalar.write(now, now.isEmpty() ? Yaml.Style.SINGLE : style(was), inFlow)
              : YamlWriter.flow(value, inFlow));
    } else if (old instanceof Yaml.Sequence was
        && value instanceof List<?> now
        && !now.isEmpty()
        && !was.items().isEmpty()) {
      items(was, now);
    } else {
      replace(entry, value, inFlow);
    }
  }

  private static Yaml.Style style(Yaml.Text was) {
    return was.isNull() ? Yaml.Style.PLAIN : was.style();
  }

  /** Changes only those items of a list that differ. */
  private void items(Yaml.Sequence list, List<?> now) {
    List<Yaml> was = list.items();
    int[] from = CommonItems.of(was, now, Expected::means);
    boolean[] kept = new boolean[was.size()];
    List<List<Object>> added = new ArrayList<>();
    for (int i = 0; i <= was.size(); i++) {
      added.add(new ArrayList<>());
    }
    int behind = 0; // what is new stands behind the last item that stays
    for (int i = 0; i < from.length; i++) {
      if (from[i] < 0) {
        added.get(behind).add(now.get(i));
      } else {
        kept[from[i]] = true;
        behind = from[i] + 1;
      }
    }
    if (list.flow()) {
      List<List<String>> written = new ArrayList<>();
      for (List<Object> some : added) {
        written.add(some.stream().map(value -> YamlWriter.flow(value, true)).toList());
      }
      FlowItems.of(text, splices, writer.eol(), list).change(kept, written);
    } else {
      blockItems(list, kept, added);
    }
  }

  private void blockItems(Yaml.Sequence list, boolean[] kept, List<List<Object>> added) {
    List<Yaml> was = list.items();
    int column = list.span().column();
    for (int i = 0; i <= was.size(); i++) {
      StringBuilder lines = new StringBuilder();
      added.get(i).forEach(item -> lines.append(writer.item(item, column)));
      int start = i == 0 ? list.span().start() : splices.lineEnd(was.get(i - 1).span().end());
      if (i == 0 && lines.length() > 0 && !splices.beginsLine(start)) {
        throw refuse(list, "its first item does not begin its line");
      }
      splices.insertLines(i == 0 ? splices.lineStart(start) : start, lines.toString());
      if (i < was.size() && !kept[i]) {
        removeLines(i == 0 ? start : dash(start), was.get(i));
      }
    }
  }

  /** The dash of the next item, behind blank lines and comments. */
  private int dash(int lineStart) {
    int at = lineStart;
    while (at < text.length() && text.charAt(splices.indentEnd(at)) != '-') {
      at = splices.lineEnd(at);
    }
    return splices.indentEnd(at);
  }

  /**
   * Puts another kind of value behind the key's colon; what stood inside the old one goes with it.
   */
  private void replace(Yaml.Entry entry, Object value, boolean inFlow) {
    int colon = colonAfter(entry);
    Yaml old = entry.value();
    int start = old.span().start();
    int end = Math.max(colon, old.span().end());
    boolean ownLines =
        end > start && start > colon && text.substring(colon, start).indexOf('\n') >= 0;
    boolean block = value instanceof Map<?, ?> map ? !map.isEmpty() : isFullList(value);
    if (inFlow || !block) {
      String flow = YamlWriter.flow(value, inFlow);
      if (ownLines && !inFlow) {
        // The comments between the key and its old value stay.
        splices.insert(colon, " " + flow);
        removeLines(start, old);
      } else {
        splices.replace(colon, end, " " + flow);
      }
      return;
    }
    if (!splices.beginsLine(entry.key().span().start())) {
      throw refuse(entry.key(), "'" + entry.key().value() + "' does not begin its line");
    }
    if (ownLines) {
      removeLines(start, old);
    } else if (end > start && start >= colon) {
      splices.replace(colon, end, "");
    }
    StringBuilder lines = new StringBuilder();
    writer.value(lines, value, entry.key().span().column());
    splices.insertLines(splices.lineEnd(end), lines.substring(writer.eol().length()));
  }

  private static boolean isFullList(Object value) {
    return value instanceof List<?> list && !list.isEmpty();
  }

  private void refuseAnchors(Yaml value) {
    if (value.span().anchored()) {
      throw refuse(value, "an anchor stands here, and others may lean on it");
    }
    if (value instanceof Yaml.Mapping mapping) {
      mapping.entries().forEach(entry -> refuseAnchors(entry.value()));
    } else if (value instanceof Yaml.Sequence list) {
      list.items().forEach(this::refuseAnchors);
    }
  }

  private ConfigException refuse(Yaml piece, String why) {
    return new ConfigException(refusal(piece.line(), why));
  }

  private String refusal(int line, String why) {
    return file + ":" + line + ": cannot be changed by a command: " + why + "; use an editor";
  }

  private void removeLines(Yaml.Entry entry) {
    int start = entry.key().span().start();
    if (!splices.beginsLine(start)) {
      throw refuse(entry.key(), "'" + entry.key().value() + "' does not begin its line");
    }
    splices.removeLines(start, Math.max(whole(entry.value()), colonAfter(entry)));
  }

  private void removeLines(int start, Yaml piece) {
    if (!splices.beginsLine(start)) {
      throw refuse(piece, "it does not begin its line");
    }
    splices.removeLines(start, whole(piece));
  }

  /** Offset behind the colon of a key. */
  private int colonAfter(Yaml.Entry entry) {
    int i = entry.key().span().end();
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (i >= text.length() || text.charAt(i) != ':') {
      throw refuse(entry.key(), "key '" + entry.key().value() + "' is written in an unusual way");
    }
    return i + 1;
  }
}
