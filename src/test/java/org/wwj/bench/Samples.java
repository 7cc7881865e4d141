package org.wwj.bench;

import java.util.List;

/** Values of one figure over the rounds. */
record Samples(List<Double> values) {
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median with one decimal, {@code –} without values. */
  String text() {
    return values.isEmpty() ? "–" : "%.1f".formatted(median());
  }

  /** From the least to the greatest. */
  String range() {
    double least = values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
    double greatest = values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
    return values.isEmpty() ? "–" : "%.1f–%.1f".formatted(least, greatest);
  }
}
