package org.wwj.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
  private final List<Splice> splices = new ArrayList<>();

  private record Splice(int start, int end, String with) {}

  private YamlEditor(String file, String text, @Nullable Yaml document) {
    this.file = file;
    this.text = text;
    this.writer = YamlWriter.like(text, document);
  }

  /**
   * The text after the edits.
   *
   * @throws ConfigException naming file and line of what cannot be read or changed
   */
  public static String apply(String file, String text, YamlEdit.Within edits) {
    @Nullable Yaml document = StrictYaml.parse(file, text);
    YamlEditor editor = new YamlEditor(file, text, document);
    editor.root(document, edits);
    String result = editor.spliced();
    Object meant = Expected.after(Expected.of(document), edits);
    @Nullable Yaml now;
    try {
      now = StrictYaml.parse(file, result);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": this layout cannot be edited; use an editor", e);
    }
    if (!Expected.same(meant, Expected.of(now))) {
      throw new ConfigException(
          file
              + ": this layout cannot be edited (an anchor, alias or merge key takes part?);"
              + " use an editor");
    }
    return result;
  }

  private void root(@Nullable Yaml document, YamlEdit.Within edits) {
    if (document instanceof Yaml.Mapping mapping) {
      mapping(mapping, edits, null);
    } else if (document == null || (document instanceof Yaml.Text nothing && nothing.isNull())) {
      StringBuilder added = new StringBuilder();
      Expected.fresh(edits).forEach((key, value) -> added.append(writer.entry(key, value, 0)));
      insertLines(text.length(), added.toString());
    } else {
      throw refuse(document, "the file must hold a map");
    }
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
      FlowMap flow = new FlowMap(text, mapping);
      removed.forEach(entry -> splice(flow.without(entry), ""));
      if (!added.isEmpty()) {
        insertIntoFlow(mapping, added, emptied, owner);
      }
      return;
    }
    removed.forEach(this::removeLines);
    if (!added.isEmpty()) {
      int column = mapping.entries().getFirst().key().span().column();
      StringBuilder lines = new StringBuilder();
      added.forEach((key, value) -> lines.append(writer.entry(key, value, column)));
      insertLines(lineEnd(mapping.span().end()), lines.toString());
    } else if (emptied && owner != null) {
      if (mapping.span().anchored()) {
        throw refuse(mapping, "an anchor stands here");
      }
      int colon = colonAfter(owner);
      splices.add(new Splice(colon, colon, " {}"));
    }
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
    Object meaning = Expected.meaning(value);
    if (Expected.of(old).equals(meaning) && !(meaning.equals("") || old instanceof Yaml.Alias)) {
      return;
    }
    refuseAnchors(old);
    if (old instanceof Yaml.Text was
        && !(value instanceof List || value instanceof Map)
        && was.style() != Yaml.Style.BLOCK
        && was.span().end() > was.span().start()) {
      splice(
          was.span(),
          value instanceof String now
              ? YamlScalar.write(now, now.isEmpty() ? Yaml.Style.SINGLE : style(was), inFlow)
              : YamlWriter.flow(value, inFlow));
    } else if (old instanceof Yaml.Sequence was
        && value instanceof List<?> now
        && !was.flow()
        && !now.isEmpty()
        && !was.items().isEmpty()) {
      items(was, now);
    } else if (old instanceof Yaml.Sequence was
        && value instanceof List<?> now
        && was.flow()
        && !was.items().isEmpty()
        && text.substring(was.span().start(), was.span().end()).indexOf('#') < 0) {
      splice(was.span(), YamlWriter.flow(now, inFlow));
    } else {
      replace(entry, value, inFlow);
    }
  }

  private static Yaml.Style style(Yaml.Text was) {
    return was.isNull() ? Yaml.Style.PLAIN : was.style();
  }

  /** Changes only the lines of a block list that differ. */
  private void items(Yaml.Sequence list, List<?> now) {
    List<Yaml> was = list.items();
    int[] from =
        CommonItems.of(
            was, now, (item, value) -> Expected.of(item).equals(Expected.meaning(value)));
    boolean[] kept = new boolean[was.size()];
    int column = list.span().column();
    int at = lineStart(text.lastIndexOf('-', was.getFirst().span().start()));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < from.length; i++) {
      if (from[i] < 0) {
        lines.append(writer.item(now.get(i), column));
      } else {
        insertLines(at, lines.toString());
        lines.setLength(0);
        kept[from[i]] = true;
        at = lineEnd(was.get(from[i]).span().end());
      }
    }
    insertLines(at, lines.toString());
    for (int i = 0; i < kept.length; i++) {
      if (!kept[i]) {
        Yaml item = was.get(i);
        removeFromLine(text.lastIndexOf('-', item.span().start() - 1), item);
      }
    }
  }

  /** Puts another kind of value behind the key's colon. */
  private void replace(Yaml.Entry entry, Object value, boolean inFlow) {
    int colon = colonAfter(entry);
    Yaml old = entry.value();
    int start = old.span().start();
    int end = Math.max(colon, old.span().end());
    if (text.substring(Math.min(start, end), end).indexOf('#') >= 0
        && !(old instanceof Yaml.Text)) {
      throw refuse(old, "a comment stands inside the value of '" + entry.key().value() + "'");
    }
    boolean block = value instanceof Map<?, ?> map ? !map.isEmpty() : isFullList(value);
    if (inFlow || !block) {
      String flow = YamlWriter.flow(value, inFlow);
      if (!inFlow && end > start && text.substring(colon, start).indexOf('\n') >= 0) {
        // The old value stood on lines of its own, whose comments stay.
        splices.add(new Splice(colon, colon, " " + flow));
        removeFromLine(lineStart(start), old);
      } else {
        splices.add(new Splice(colon, end, " " + flow));
      }
      return;
    }
    if (entry.key().span().start() != indentEnd(lineStart(entry.key().span().start()))) {
      throw refuse(entry.key(), "'" + entry.key().value() + "' does not begin its line");
    }
    if (start >= colon && end > start) {
      if (text.substring(colon, start).indexOf('\n') >= 0) {
        removeFromLine(lineStart(start), old);
      } else {
        splices.add(new Splice(colon, end, ""));
      }
    }
    StringBuilder lines = new StringBuilder();
    writer.value(lines, value, entry.key().span().column());
    insertLines(lineEnd(Math.max(colon, end)), lines.substring(writer.eol().length()));
  }

  private static boolean isFullList(Object value) {
    return value instanceof List<?> list && !list.isEmpty();
  }

  private void insertIntoFlow(
      Yaml.Mapping mapping,
      SequencedMap<String, Object> added,
      boolean emptied,
      Yaml.@Nullable Entry owner) {
    if (mapping.entries().isEmpty()) {
      if (owner == null) { // the whole document is {}
        StringBuilder lines = new StringBuilder();
        added.forEach((key, value) -> lines.append(writer.entry(key, value, 0)));
        splice(mapping.span(), lines.toString().stripTrailing());
        return;
      }
      throw refuse(mapping, "this empty map");
    }
    String flow = YamlWriter.flow(added, true);
    String inner = flow.substring(1, flow.length() - 1);
    if (emptied) {
      int open = text.indexOf('{', mapping.span().start()) + 1;
      splices.add(new Splice(open, open, inner));
    } else {
      int end = mapping.entries().getLast().value().span().end();
      end = Math.max(end, mapping.entries().getLast().key().span().end());
      splices.add(new Splice(end, end, ", " + inner));
    }
  }

  private void refuseAnchors(Yaml value) {
    if (value.span().anchored()) {
      throw refuse(value, "an anchor stands here, and others may lean on it");
    }
    switch (value) {
      case Yaml.Mapping mapping -> mapping.entries().forEach(e -> refuseAnchors(e.value()));
      case Yaml.Sequence list -> list.items().forEach(this::refuseAnchors);
      case Yaml.Text text -> {}
      case Yaml.Alias alias -> {}
    }
  }

  private ConfigException refuse(Yaml piece, String why) {
    return new ConfigException(
        file + ":" + piece.line() + ": cannot be changed by a command: " + why + "; use an editor");
  }

  private void removeLines(Yaml.Entry entry) {
    int start = entry.key().span().start();
    if (indentEnd(lineStart(start)) != start) {
      throw refuse(entry.key(), "'" + entry.key().value() + "' does not begin its line");
    }
    int end = Math.max(entry.value().span().end(), colonAfter(entry));
    splices.add(new Splice(lineStart(start), lineEnd(end), ""));
  }

  private void removeFromLine(int start, Yaml piece) {
    if (indentEnd(lineStart(start)) < start) {
      throw refuse(piece, "it does not begin its line");
    }
    splices.add(new Splice(lineStart(start), lineEnd(piece.span().end()), ""));
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

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  private int indentEnd(int offset) {
    int i = offset;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\uFEFF')) {
      i++;
    }
    return i;
  }

  private int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }

  private void insertLines(int at, String lines) {
    if (lines.isEmpty()) {
      return;
    }
    boolean open = at > 0 && at == text.length() && text.charAt(at - 1) != '\n';
    // A last line without an end gets one before the new lines, and they get none.
    splices.add(
        new Splice(
            at,
            at,
            open
                ? writer.eol() + lines.substring(0, lines.length() - writer.eol().length())
                : lines));
  }

  private void splice(Yaml.Span span, String with) {
    splices.add(new Splice(span.start(), span.end(), with));
  }

  private String spliced() {
    splices.sort(Comparator.comparingInt(Splice::start).thenComparing(s -> s.end() > s.start()));
    StringBuilder out = new StringBuilder(text.length() + 256);
    int done = 0;
    for (Splice splice : splices) {
      if (splice.start() < done) {
        throw new ConfigException(
            file
                + ":"
                + StrictYaml.lineAt(text, splice.start())
                + ": cannot be changed by a command"
                + " together with its neighbour; use an editor");
      }
      out.append(text, done, splice.start()).append(splice.with());
      done = splice.end();
    }
    return out.append(text, done, text.length()).toString();
  }

  /** Names that a flow map's change touches; kept apart as it knows about commas. */
  private record FlowMap(String text, Yaml.Mapping mapping) {
    /** The range to cut so that an entry and one comma go. */
    Yaml.Span without(Yaml.Entry entry) {
      int start = entry.key().span().start();
      int end = Math.max(entry.value().span().end(), entry.key().span().end());
      int i = skipBlanks(end);
      if (i < text.length() && text.charAt(i) == ',') {
        end = skipBlanks(i + 1);
      } else {
        int before = start;
        while (before > 0 && text.charAt(before - 1) == ' ') {
          before--;
        }
        boolean onlyEntry = mapping.entries().size() == 1;
        start = !onlyEntry && before > 0 && text.charAt(before - 1) == ',' ? before - 1 : start;
      }
      return new Yaml.Span(start, end, 0, 0, false);
    }

    private int skipBlanks(int from) {
      int i = from;
      while (i < text.length() && text.charAt(i) == ' ') {
        i++;
      }
      return i;
    }
  }
}
