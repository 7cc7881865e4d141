package org.wwj.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines of a log or a console, fit for a terminal. */
final class LogTail {
  private static final int LAST_BYTES = 1 << 16;

  /** Cursor movements and colours of firmware, and what else is no text. */
  private static final Pattern CONTROLS =
      Pattern.compile("\u001b\\[[0-9;?=]*[A-Za-z]|\u001b[()][A-Z0-9]|[\\p{Cntrl}&&[^\n\t]]");

  private LogTail() {}

  /** Up to that many lines, indented; says so where there are none. */
  static String of(Path file, int lines) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, log.length() - LAST_BYTES);
      byte[] bytes = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(bytes);
      return last(new String(bytes, StandardCharsets.UTF_8), lines);
    } catch (IOException e) {
      return "  (" + file + " cannot be read)";
    }
  }

  static String last(String text, int lines) {
    List<String> all =
        CONTROLS
            .matcher(text)
            .replaceAll("")
            .lines()
            .map(String::stripTrailing)
            .filter(line -> !line.isEmpty())
            .toList();
    if (all.isEmpty()) {
      return "  (it is empty)";
    }
    return String.join(
        "\n",
        all.subList(Math.max(0, all.size() - lines), all.size()).stream()
            .map(line -> "  | " + line)
            .toList());
  }
}
