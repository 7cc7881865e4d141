package org.wwj.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One key of a {@link YamlDraft} with all that belongs to it: the lines above, the value as
 * written, and a comment behind.
 */
public final class DraftEntry {
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)(#.*)");

  final List<String> above = new ArrayList<>();
  final int line;
  DraftMap parent;
  String written;
  int column;

  /** From the key's end to the value: the colon and blanks, perhaps a comment and a line end. */
  String gap = ":";

  DraftValue value = new DraftValue.Words("", null, "");

  /** From the value's end to the line's. */
  String behind = "";

  private String key;

  DraftEntry(DraftMap parent, String key, String written, int column, int line) {
    this.parent = parent;
    this.key = key;
    this.written = written;
    this.column = column;
    this.line = line;
  }

  /** The key's meaning. */
  public String key() {
    return key;
  }

  /** The line of the file that was read; 0 for an entry that is new. */
  public int line() {
    return line;
  }

  /** The value's meaning: text, list or map. */
  public Object plain() {
    return value.plain();
  }

  /** The value, when it is one text; nothing at all is the empty one. */
  public Optional<String> text() {
    return value.plain() instanceof String text ? Optional.of(text.strip()) : Optional.empty();
  }

  /** The value, when it is a list of texts. */
  public Optional<List<String>> list() {
    return value.plain() instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
        ? Optional.of(list.stream().map(String::valueOf).toList())
        : Optional.empty();
  }

  /** The value, when it is a map. */
  public Optional<DraftMap> map() {
    return value instanceof DraftMap map ? Optional.of(map) : Optional.empty();
  }

  /** The maps in the list that the value is. */
  public List<DraftMap> maps() {
    List<DraftMap> maps = new ArrayList<>();
    if (value instanceof DraftValue.Listed list) {
      for (DraftValue.Item item : list.items()) {
        if (item.value() instanceof DraftMap map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  /** Whether nothing stands there. */
  public boolean isEmpty() {
    return plain().equals("") || plain().equals(List.of()) || plain().equals(Map.of());
  }

  /** Gives it another name, in its place. */
  public void rename(String to) {
    parent.touch();
    key = to;
    written = DraftWriter.key(to, parent.flow);
  }

  /** Gives it another value: a text, a list of texts or of maps, or a map. */
  public void set(Object to) {
    parent.touch();
    Yaml.Style style = style();
    clear();
    value = DraftWriter.value(this, to, style);
    if (value instanceof DraftValue.Words words && !words.text().startsWith("\n")) {
      gap = ": ";
    }
  }

  /** How its text is quoted, and a new one shall be. */
  private Yaml.Style style() {
    return value instanceof DraftValue.Words words
            && words.source() instanceof Yaml.Text text
            && text.style() != Yaml.Style.BLOCK
        ? text.style()
        : Yaml.Style.PLAIN;
  }

  /** Adds maps to the end of the list that stands there. */
  public void add(List<? extends Map<String, ?>> maps) {
    parent.touch();
    List<Object> all = new ArrayList<>(value.plain() instanceof List<?> list ? list : List.of());
    all.addAll(maps);
    if (!(value instanceof DraftValue.Listed list)) {
      set(all);
      return;
    }
    List<DraftValue.Item> items = new ArrayList<>(list.items());
    int dash = items.getLast().lead().indexOf('-');
    for (Map<String, ?> map : maps) {
      String text =
          list.flow() ? DraftWriter.flow(map, true) : DraftWriter.item(parent.writer, map, dash);
      items.add(new DraftValue.Item(List.of(), "", new DraftValue.Words(text, null, map), ""));
    }
    value = new DraftValue.Listed(items, list.flow(), null);
  }

  DraftMap become(DraftMap map) {
    parent.touch();
    clear();
    gap += behind;
    behind = "";
    map.flow = parent.flow;
    map.column = column + parent.writer.step();
    value = map;
    return map;
  }

  /** Takes the value away. A comment on the key's line stays; lines with others become comments. */
  private void clear() {
    List<String> lines = DraftPrinter.own(this);
    if (lines.size() > 1) {
      boolean words = lines.stream().skip(1).anyMatch(line -> line.indexOf('#') >= 0);
      if (words) {
        above.addAll(struck(lines));
      }
      Matcher comment = COMMENT.matcher(gap.lines().findFirst().orElse(""));
      behind = comment.find() && !words ? "  " + comment.group(2) : "";
    }
    gap = ":";
  }

  /** Takes it out; the comments about it stay. */
  public void remove() {
    List<String> left = new ArrayList<>(above);
    List<String> lines = DraftPrinter.own(this);
    Matcher comment = COMMENT.matcher(behind);
    if (lines.size() > 1 && lines.stream().anyMatch(line -> line.indexOf('#') >= 0)) {
      left.addAll(struck(lines));
    } else if (comment.find()) {
      left.add(" ".repeat(column) + comment.group(2));
    }
    take(left);
  }

  /** Makes it a comment, with the reason in a line above. */
  public void strike(String why) {
    List<String> left = new ArrayList<>(above);
    String reason = "# wwj upgrade: " + why;
    boolean said =
        above.reversed().stream()
            .map(String::strip)
            .filter(line -> line.startsWith("# wwj upgrade: "))
            .findFirst()
            .filter(reason::equals)
            .isPresent();
    if (!said) {
      left.add(" ".repeat(column) + reason);
    }
    left.addAll(struck(DraftPrinter.own(this)));
    take(left);
  }

  private List<String> struck(List<String> lines) {
    String indent = " ".repeat(column);
    return lines.stream().map(line -> indent + "# " + DraftIndent.line(line, -column)).toList();
  }

  private void take(List<String> leaving) {
    parent.touch();
    int index = parent.entries.indexOf(this);
    parent.column = parent.column();
    parent.entries.remove(index);
    if (parent.flow && index >= parent.entries.size() && !parent.entries.isEmpty()) {
      parent.leave(0, leaving);
    } else {
      parent.leave(index, leaving);
    }
    above.clear();
  }

  /** Moves it to the end of another map, its comments with it. */
  public void moveTo(DraftMap target, String newKey) {
    List<String> lines = List.copyOf(above);
    take(List.of());
    target.touch();
    int at = target.column();
    parent = target;
    key = newKey;
    written = DraftWriter.key(newKey, target.flow);
    if (target.flow) {
      Matcher comment = COMMENT.matcher(behind);
      value = DraftWriter.inFlow(value);
      gap = ": ";
      List<String> kept = new ArrayList<>(lines);
      if (comment.find()) {
        kept.add(comment.group(2));
      }
      behind = "";
      target.entries.add(this);
      target.leave(0, kept);
    } else {
      above.addAll(lines);
      shift(at - column);
      target.entries.add(this);
    }
  }

  /** Puts a map of that name in its place and itself, under a new name, into the map. */
  public DraftMap wrapIn(String name, String newKey) {
    DraftEntry around =
        new DraftEntry(parent, name, DraftWriter.key(name, parent.flow), column, line);
    around.above.addAll(above);
    above.clear();
    DraftMap map = around.become(new DraftMap(parent.writer, around, 0));
    parent.touch();
    parent.entries.set(parent.entries.indexOf(this), around);
    shift(map.column - column);
    parent = map;
    key = newKey;
    written = DraftWriter.key(newKey, map.flow);
    map.entries.add(this);
    return map;
  }

  void shift(int by) {
    column += by;
    above.replaceAll(line -> DraftIndent.line(line, by));
    gap = DraftIndent.gap(gap, by);
    value = DraftIndent.value(value, by);
  }
}
