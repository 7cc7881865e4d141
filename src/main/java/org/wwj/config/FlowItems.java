package org.wwj.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The items between the brackets or braces of one flow list or map, and how single ones come and
 * go: their commas with them, the others' comments and lines staying.
 */
final class FlowItems {
  private final String text;
  private final Splices splices;
  private final String eol;
  private final Yaml.Span whole;
  private final List<Item> items;

  /** Where an item begins and ends, without its comma. */
  record Item(int start, int end) {}

  private FlowItems(String text, Splices splices, String eol, Yaml.Span whole, List<Item> items) {
    this.text = text;
    this.splices = splices;
    this.eol = eol;
    this.whole = whole;
    this.items = items;
  }

  static FlowItems of(String text, Splices splices, String eol, Yaml.Sequence list) {
    List<Item> items = new ArrayList<>();
    for (Yaml item : list.items()) {
      items.add(new Item(item.span().start(), item.span().end()));
    }
    return new FlowItems(text, splices, eol, list.span(), items);
  }

  static FlowItems of(String text, Splices splices, String eol, Yaml.Mapping map) {
    List<Item> items = new ArrayList<>();
    for (Yaml.Entry entry : map.entries()) {
      int end = Math.max(entry.key().span().end(), entry.value().span().end());
      items.add(new Item(entry.key().span().start(), end));
    }
    return new FlowItems(text, splices, eol, map.span(), items);
  }

  /**
   * Changes the list.
   *
   * @param kept which of the items stay
   * @param added what comes before each item, and last behind all: one more than there are items
   */
  void change(boolean[] kept, List<List<String>> added) {
    int last = items.size() - 1;
    int lastKept = last;
    while (lastKept >= 0 && !kept[lastKept]) {
      lastKept--;
    }
    if (lastKept < 0) {
      replaceAll(added);
      return;
    }
    for (int i = 0; i <= lastKept; i++) {
      List<String> before = new ArrayList<>(added.get(i));
      if (!kept[i] && !before.isEmpty()) {
        splices.replace(items.get(i).start(), items.get(i).end(), before.removeLast());
      } else if (!kept[i]) {
        cut(i);
      }
      for (String what : before) {
        String between = ownLine(i) ? "," + newLine(i) : ", ";
        splices.insert(items.get(i).start(), what + between);
      }
    }
    List<String> behind = new ArrayList<>();
    added.subList(lastKept + 1, added.size()).forEach(behind::addAll);
    int at = lastKept + 1;
    while (at <= last && !behind.isEmpty()) {
      splices.replace(items.get(at).start(), items.get(at).end(), behind.removeFirst());
      at++;
    }
    if (at <= last) {
      cutFrom(at);
    } else {
      append(behind);
    }
  }

  private void replaceAll(List<List<String>> added) {
    List<String> now = added.stream().flatMap(List::stream).toList();
    Item first = items.getFirst();
    int end = items.getLast().end();
    int comma = comma(end, whole.end());
    splices.replace(
        first.start(), comma < 0 || !now.isEmpty() ? end : comma + 1, String.join(", ", now));
  }

  /** Cuts an item that another follows. */
  private void cut(int i) {
    Item item = items.get(i);
    Item next = items.get(i + 1);
    int end = comma(item.end(), next.start()) + 1;
    if (ownLine(i) && endsLine(end)) {
      splices.replace(splices.lineStart(item.start()), splices.lineEnd(end), "");
      return;
    }
    if (ownLine(i) == ownLine(i + 1)) {
      splices.replace(item.start(), next.start(), "");
      return;
    }
    // Others stand on its line, or begin it.
    while (text.charAt(end) == ' ') {
      end++;
    }
    splices.replace(item.start(), end, "");
  }

  /** Cuts the items from that one to the last; one stands before it. */
  private void cutFrom(int i) {
    int before = comma(items.get(i - 1).end(), items.get(i).start());
    int rest = restOfLine(before + 1);
    int end = items.getLast().end();
    int trailing = comma(end, whole.end());
    boolean comment = rest > before + 1 && text.substring(before + 1, rest).indexOf('#') >= 0;
    int start = comment ? items.get(i).start() : rest;
    if (comment && splices.contentEnd(end) == end) {
      start = rest; // the bracket stands on a line of its own
    }
    if (trailing < 0) {
      splices.replace(before, before + 1, "");
      splices.replace(Math.max(start, before + 1), end, "");
    } else {
      splices.replace(start, trailing + 1, "");
    }
  }

  private void append(List<String> more) {
    if (more.isEmpty()) {
      return;
    }
    int last = items.size() - 1;
    int end = items.get(last).end();
    int trailing = comma(end, whole.end());
    String between = ownLine(last) ? newLine(last) : " ";
    int behind = trailing < 0 ? end : trailing + 1;
    int rest = restOfLine(behind);
    StringBuilder what = new StringBuilder();
    for (int i = 0; i < more.size(); i++) {
      what.append(between).append(more.get(i));
      what.append(i + 1 < more.size() || trailing >= 0 ? "," : "");
    }
    if (trailing >= 0) {
      splices.insert(rest, what.toString());
    } else if (ownLine(last) && rest > behind) {
      splices.insert(end, ","); // a comment follows
      splices.insert(rest, what.toString());
    } else {
      splices.insert(end, "," + what);
    }
  }

  private boolean ownLine(int i) {
    return splices.beginsLine(items.get(i).start());
  }

  private String newLine(int i) {
    int start = items.get(i).start();
    return eol + text.substring(splices.lineStart(start), start);
  }

  /** The end of the line where only blanks and a comment stand on it, else the offset itself. */
  private int restOfLine(int from) {
    return endsLine(from) ? splices.contentEnd(from) : from;
  }

  private boolean endsLine(int from) {
    String rest = text.substring(from, splices.contentEnd(from));
    return rest.isBlank() || rest.strip().startsWith("#");
  }

  /** The comma between two offsets that is no part of a comment; -1 when there is none. */
  private int comma(int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != ',') {
      i = text.charAt(i) == '#' ? splices.lineEnd(i) : i + 1;
    }
    return i < to ? i : -1;
  }
}
