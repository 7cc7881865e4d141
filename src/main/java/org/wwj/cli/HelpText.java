package org.wwj.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The texts of the commands' help, for other places that show them. */
final class HelpText {
  private HelpText() {}

  /** Texts as the help prints them, by lines. */
  static List<String> lines(String... texts) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      String printed = String.format(text).stripTrailing();
      lines.addAll(Arrays.asList(printed.split("\n", -1)));
    }
    return lines;
  }

  /** The first sentence, without its full stop. */
  static String sentence(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.getFirst();
    int end = first.indexOf(". ");
    return end > 0 ? first.substring(0, end) : first.replaceFirst("\\.$", "");
  }
}
