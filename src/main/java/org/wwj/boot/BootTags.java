package org.wwj.boot;

import java.util.Optional;
import org.wwj.net.BitRate;
import org.wwj.registry.Node;

/**
 * Tags of nodes that boot and delivery go by. Tags, since nodes.conf has no such fields, a profile
 * gives them to a group, and Warewulf keeps them as they are.
 */
public final class BootTags {
  /** A whole number; nodes with a higher one are sent their image sooner. None is 0. */
  public static final String PRIORITY = "bootpriority";

  /** The most that is sent to the node, in bits per second as in {@code 10M}. */
  public static final String PACE = "bootpace";

  private BootTags() {}

  /** The node's priority; what is no number was told by {@code wwj check} and is none here. */
  public static int priority(Node node) {
    try {
      return Integer.parseInt(node.tags().getOrDefault(PRIORITY, "0").strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The most that is sent to it, empty for no limit. */
  public static Optional<BitRate> pace(Node node) {
    String text = node.tags().getOrDefault(PACE, "");
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(BitRate.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The most that is sent to it in a second, in bytes; 0 for no limit. */
  public static long bytesPerSecond(Node node) {
    return pace(node).map(BitRate::bytesPerSecond).orElse(0L);
  }

  /** What is wrong with these tags' values, one sentence each. */
  public static Optional<String> mistake(String tag, String value) {
    if (tag.equals(PRIORITY) && !value.strip().matches("[+-]?\\d{1,9}")) {
      return Optional.of("tag bootpriority '" + value + "' is not a whole number");
    }
    if (tag.equals(PACE)) {
      try {
        BitRate.parse(value);
      } catch (IllegalArgumentException e) {
        return Optional.of("tag bootpace " + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
