package org.wwj.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/** What two short lists have in common, in order: the longest common subsequence. */
final class CommonItems {
  private CommonItems() {}

  /** For each item of the new list its index in the old one, or -1 where it is new. */
  static <A, B> int[] of(List<A> old, List<B> now, BiPredicate<A, B> same) {
    int[][] longest = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        longest[i][j] =
            same.test(old.get(i), now.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int[] from = new int[now.size()];
    Arrays.fill(from, -1);
    int i = 0;
    int j = 0;
    while (i < old.size() && j < now.size()) {
      if (same.test(old.get(i), now.get(j))) {
        from[j++] = i++;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return from;
  }
}
