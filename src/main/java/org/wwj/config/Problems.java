package org.wwj.config;

import java.util.ArrayList;
import java.util.List;

/** The mistakes of one file, gathered while reading goes on, so that an admin sees all at once. */
public final class Problems {
  private static final int MAX_SHOWN = 50;

  private final String file;
  private final boolean lenient;
  private final List<String> lines = new ArrayList<>();
  private final List<SiteConfig.Notice> notices = new ArrayList<>();

  /** No mistakes yet. */
  public Problems(String file) {
    this(file, false);
  }

  /** No mistakes yet; what is merely unknown is none when lenient. */
  Problems(String file, boolean lenient) {
    this.file = file;
    this.lenient = lenient;
  }

  /** Adds a word that means nothing here: a mistake, or in another program's file a warning. */
  void unknown(int line, String text) {
    if (lenient) {
      warn(line, text);
    } else {
      add(line, text);
    }
  }

  /** Adds what may be meant otherwise than it works. */
  void warn(int line, String text) {
    notices.add(new SiteConfig.Notice(line, true, text));
  }

  /** Adds what is good to know. */
  void note(int line, String text) {
    notices.add(new SiteConfig.Notice(line, false, text));
  }

  /** Warnings and notes, by line. */
  List<SiteConfig.Notice> notices() {
    return notices.stream().sorted((a, b) -> Integer.compare(a.line(), b.line())).toList();
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
