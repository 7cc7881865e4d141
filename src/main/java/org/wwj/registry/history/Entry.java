package org.wwj.registry.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One change on record.
 *
 * @param number counted from 1
 * @param when when it was made
 * @param who who made it: user and host
 * @param command the command line, secrets blanked; empty for a change made by other means
 * @param summary which nodes and fields
 * @param before SHA-256 of the text before
 * @param after SHA-256 of the text after
 * @param diff the unified diff
 */
public record Entry(
    int number,
    Instant when,
    String who,
    String command,
    String summary,
    String before,
    String after,
    String diff) {
  /** The summary of a change that was made by other means than wwj's commands. */
  static final String OUTSIDE = "changed outside wwj";

  /** The file's text: a head that people and {@code patch} both read past, and the diff. */
  String format() {
    return """
    wwj history %d
    when: %s
    who: %s
    command: %s
    summary: %s
    before: %s
    after: %s

    %s\
    """
        .formatted(
            number,
            when.truncatedTo(ChronoUnit.SECONDS),
            oneLine(who),
            oneLine(command),
            oneLine(summary),
            before,
            after,
            diff);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Entry parse(int number, String text) {
    int end = text.indexOf("\n\n");
    if (end < 0 || !text.startsWith("wwj history ")) {
      throw new IllegalArgumentException("no entry of the history");
    }
    Map<String, String> head = new LinkedHashMap<>();
    text.substring(0, end)
        .lines()
        .skip(1)
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            head.put(line.substring(0, colon), line.substring(colon + 1).strip());
          }
        });
    try {
      return new Entry(
          number,
          Instant.parse(head.getOrDefault("when", "")),
          head.getOrDefault("who", ""),
          head.getOrDefault("command", ""),
          head.getOrDefault("summary", ""),
          head.getOrDefault("before", ""),
          head.getOrDefault("after", ""),
          text.substring(end + 2));
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException("no time in it", e);
    }
  }

  Patch patch() {
    return Patch.parse(diff);
  }
}
