package org.wwj.cli;

import java.util.Arrays;
import java.util.List;
import org.wwj.config.Spelling;
import picocli.CommandLine.TypeConversionException;

/** Options that take one of a few words. */
final class Words {
  private Words() {}

  /** The value that prints as that word. */
  static <E extends Enum<E>> E parse(E[] values, String word) {
    for (E value : values) {
      if (value.toString().equalsIgnoreCase(word)) {
        return value;
      }
    }
    List<String> words = Arrays.stream(values).map(Enum::toString).toList();
    throw new TypeConversionException(
        "'" + word + "' is none of " + String.join(", ", words) + Spelling.hint(word, words));
  }
}
