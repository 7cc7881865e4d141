package org.wwj.registry.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which lines differ, by the patience method: lines that stand once in both texts are
 * anchors, and what lies between them is looked at by itself. In a nodes.conf nearly every node has
 * such lines, so ten thousand changed nodes take no longer than one, which a Myers diff needs
 * seconds for.
 */
final class LineDiff {
  /** Pieces without an anchor are compared line by line up to this many pairs. */
  private static final int MAX_PAIRS = 1 << 20;

  private final List<String> a;
  private final List<String> b;
  private final List<Change> changes = new ArrayList<>();

  /** Lines [start, end) of the old text give way to lines [newStart, newEnd) of the new one. */
  record Change(int start, int end, int newStart, int newEnd) {}

  private LineDiff(List<String> a, List<String> b) {
    this.a = a;
    this.b = b;
  }

  static List<Change> between(List<String> before, List<String> after) {
    LineDiff diff = new LineDiff(before, after);
    diff.compare(0, before.size(), 0, after.size());
    return List.copyOf(diff.changes);
  }

  private void compare(int aFrom, int aTo, int bFrom, int bTo) {
    int start = aFrom;
    int newStart = bFrom;
    while (start < aTo && newStart < bTo && a.get(start).equals(b.get(newStart))) {
      start++;
      newStart++;
    }
    int end = aTo;
    int newEnd = bTo;
    while (end > start && newEnd > newStart && a.get(end - 1).equals(b.get(newEnd - 1))) {
      end--;
      newEnd--;
    }
    if (start == end || newStart == newEnd) {
      add(start, end, newStart, newEnd);
      return;
    }
    List<int[]> anchors = anchors(start, end, newStart, newEnd);
    if (anchors.isEmpty()) {
      lineByLine(start, end, newStart, newEnd);
      return;
    }
    for (int[] anchor : anchors) {
      compare(start, anchor[0], newStart, anchor[1]);
      start = anchor[0] + 1;
      newStart = anchor[1] + 1;
    }
    compare(start, end, newStart, newEnd);
  }

  private void add(int start, int end, int newStart, int newEnd) {
    if (start == end && newStart == newEnd) {
      return;
    }
    if (!changes.isEmpty()) {
      Change last = changes.getLast();
      if (last.end == start && last.newEnd == newStart) {
        changes.set(changes.size() - 1, new Change(last.start, end, last.newStart, newEnd));
        return;
      }
    }
    changes.add(new Change(start, end, newStart, newEnd));
  }

  /** Pairs of lines that stand once on either side, as many as keep their order. */
  private List<int[]> anchors(int start, int end, int newStart, int newEnd) {
    Map<String, Integer> old = once(a, start, end);
    Map<String, Integer> now = once(b, newStart, newEnd);
    List<int[]> pairs = new ArrayList<>();
    for (int i = start; i < end; i++) {
      String line = a.get(i);
      Integer other = now.get(line);
      if (other != null && other >= 0 && old.getOrDefault(line, -1) == i) {
        pairs.add(new int[] {i, other});
      }
    }
    return rising(pairs);
  }

  private static Map<String, Integer> once(List<String> lines, int from, int to) {
    Map<String, Integer> once = new HashMap<>();
    for (int i = from; i < to; i++) {
      int place = i;
      once.merge(lines.get(i), place, (first, second) -> -1);
    }
    return once;
  }

  /** The longest run of pairs whose second numbers rise, by patience sorting. */
  private static List<int[]> rising(List<int[]> pairs) {
    int[] tops = new int[pairs.size()];
    int[] before = new int[pairs.size()];
    int piles = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int low = 0;
      int high = piles;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (pairs.get(tops[middle])[1] < pairs.get(i)[1]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low == 0 ? -1 : tops[low - 1];
      tops[low] = i;
      piles = Math.max(piles, low + 1);
    }
    int[][] run = new int[piles][];
    for (int at = piles == 0 ? -1 : tops[piles - 1], i = piles - 1; at >= 0; at = before[at], i--) {
      run[i] = pairs.get(at);
    }
    return Arrays.asList(run);
  }

  private void lineByLine(int start, int end, int newStart, int newEnd) {
    int rows = end - start;
    int columns = newEnd - newStart;
    if ((long) rows * columns > MAX_PAIRS) {
      add(start, end, newStart, newEnd);
      return;
    }
    int[][] longest = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        longest[i][j] =
            a.get(start + i).equals(b.get(newStart + j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      int fromI = i;
      int fromJ = j;
      while ((i < rows || j < columns)
          && !(i < rows && j < columns && a.get(start + i).equals(b.get(newStart + j)))) {
        boolean down = j == columns || (i < rows && longest[i + 1][j] >= longest[i][j + 1]);
        i += down ? 1 : 0;
        j += down ? 0 : 1;
      }
      add(start + fromI, start + i, newStart + fromJ, newStart + j);
      while (i < rows && j < columns && a.get(start + i).equals(b.get(newStart + j))) {
        i++;
        j++;
      }
    }
  }
}
