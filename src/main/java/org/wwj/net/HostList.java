package org.wwj.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Host lists such as {@code c[01-16,20],login}: many names in one word, as Warewulf and Slurm write
 * them (warewulf.md §1).
 */
public final class HostList {
  /** The most names one list may stand for; a typing slip must not fill the memory. */
  static final int MAX_NAMES = 100_000;

  private HostList() {}

  /**
   * The names a list stands for, in its order, each once. Brackets expand from left to right; a
   * range is padded with zeros to the width of its first number; a descending range is empty; what
   * is no range in brackets stays as it is. Empty parts are skipped, so {@code ","} is no name.
   *
   * @throws IllegalArgumentException when it stands for more than {@value #MAX_NAMES} names
   */
  public static List<String> expand(String list) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (String part : split(list)) {
      String trimmed = part.strip();
      if (!trimmed.isEmpty()) {
        names.addAll(expandBrackets(trimmed));
        limit(names.size(), list);
      }
    }
    return List.copyOf(names);
  }

  /** The names several lists stand for together, each once. */
  public static List<String> expand(Collection<String> lists) {
    return expand(String.join(",", lists));
  }

  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      switch (list.charAt(i)) {
        case '[' -> depth++;
        case ']' -> depth--;
        case ',' -> {
          if (depth <= 0) {
            parts.add(list.substring(start, i));
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(list.substring(start));
    return parts;
  }

  private static List<String> expandBrackets(String text) {
    List<String> done = List.of("");
    String rest = text;
    while (true) {
      int open = rest.indexOf('[');
      int close = open < 0 ? -1 : rest.indexOf(']', open);
      List<String> numbers = close < 0 ? null : numbers(rest.substring(open + 1, close), text);
      if (numbers == null) {
        return join(done, rest);
      }
      List<String> next = new ArrayList<>();
      for (String head : done) {
        for (String number : numbers) {
          next.add(head + rest.substring(0, open) + number);
        }
        limit(next.size(), text);
      }
      done = next;
      rest = rest.substring(close + 1);
    }
  }

  private static List<String> join(List<String> heads, String tail) {
    return heads.stream().map(head -> head + tail).toList();
  }

  /** The numbers of one pair of brackets, or null when it holds something else. */
  private static @Nullable List<String> numbers(String inside, String list) {
    List<String> numbers = new ArrayList<>();
    for (String range : inside.split(",", -1)) {
      int dash = range.indexOf('-');
      String first = dash < 0 ? range : range.substring(0, dash);
      String last = dash < 0 ? range : range.substring(dash + 1);
      if (dash == 0) {
        first = "0"; // Warewulf reads [-1] as 0 to 1
      }
      if (!isNumber(first) || !isNumber(last)) {
        return null;
      }
      long end = Long.parseLong(last);
      for (long n = Long.parseLong(first); n <= end; n++) {
        String digits = Long.toString(n);
        numbers.add("0".repeat(Math.max(0, first.length() - digits.length())) + digits);
        limit(numbers.size(), list);
      }
    }
    return numbers;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static void limit(int size, String list) {
    if (size > MAX_NAMES) {
      throw new IllegalArgumentException(
          "'" + list + "' stands for more than " + MAX_NAMES + " names; use a smaller range");
    }
  }

  /**
   * The shortest list for some names: {@code c1 c2 c3 login} becomes {@code c[1-3],login}. Names
   * group by what stands before and after their last number; zero padding is kept.
   */
  public static String compress(Collection<String> names) {
    Map<Shape, List<String>> groups = new LinkedHashMap<>();
    for (String name : new LinkedHashSet<>(names)) {
      int end = name.length();
      while (end > 0 && !isDigit(name.charAt(end - 1))) {
        end--;
      }
      int start = end;
      while (start > 0 && isDigit(name.charAt(start - 1)) && end - start < 18) {
        start--;
      }
      // A name that holds brackets would expand to another one, so it stands alone.
      boolean plain = end == 0 || name.indexOf('[') >= 0;
      Shape shape =
          plain
              ? new Shape(name, "", false)
              : new Shape(name.substring(0, start), name.substring(end), true);
      groups
          .computeIfAbsent(shape, key -> new ArrayList<>())
          .add(plain ? "" : name.substring(start, end));
    }
    List<String> parts = new ArrayList<>();
    groups.forEach((shape, numbers) -> parts.add(shape.write(numbers)));
    return String.join(",", parts);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What the names of a group share. */
  private record Shape(String prefix, String suffix, boolean numbered) {
    String write(List<String> numbers) {
      if (!numbered) {
        return prefix;
      }
      if (numbers.size() == 1) {
        return prefix + numbers.getFirst() + suffix;
      }
      List<String> sorted = new ArrayList<>(numbers);
      sorted.sort(
          Comparator.<String>comparingLong(Long::parseLong).thenComparingInt(String::length));
      List<String> ranges = new ArrayList<>();
      for (int i = 0; i < sorted.size(); ) {
        int j = i;
        while (j + 1 < sorted.size() && follows(sorted.get(i), sorted.get(j), sorted.get(j + 1))) {
          j++;
        }
        ranges.add(i == j ? sorted.get(i) : sorted.get(i) + "-" + sorted.get(j));
        i = j + 1;
      }
      return prefix + "[" + String.join(",", ranges) + "]" + suffix;
    }

    /**
     * Whether a range that begins with {@code first} and reached {@code last} goes on with next.
     */
    private static boolean follows(String first, String last, String next) {
      String digits = Long.toString(Long.parseLong(last) + 1);
      String padded = "0".repeat(Math.max(0, first.length() - digits.length())) + digits;
      return padded.equals(next);
    }
  }
}
