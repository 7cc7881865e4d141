package org.wwj.config;

import java.util.ArrayList;
import java.util.List;

/** The mistakes of one file, gathered while reading goes on, so that an admin sees all at once. */
public final class Problems {
  private static final int MAX_SHOWN = 50;

  private final String file;
  private final List<String> lines = new ArrayList<>();

  /** No mistakes yet. */
  public Problems(String file) {
    this.file = file;
  }

  /** Adds one: what is wrong and what to do. */
  public void add(int line, String text) {
    lines.add(file + ":" + line + ": " + text);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException with one line a mistake, when there is any
   */
  public void throwIfAny() {
    if (lines.size() > MAX_SHOWN) {
      int more = lines.size() - MAX_SHOWN;
      lines.subList(MAX_SHOWN, lines.size()).clear();
      lines.add(file + ": and " + more + " more");
    }
    if (!lines.isEmpty()) {
      throw new ConfigException(String.join("\n", lines));
    }
  }
}
