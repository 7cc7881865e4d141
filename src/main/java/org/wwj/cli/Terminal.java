package org.wwj.cli;

import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The terminal that a command may have: somebody to ask, and colours. */
public final class Terminal {
  private final @Nullable Console console;

  /** The one that this process has, or none. */
  @SuppressWarnings("SystemConsoleNull") // it does return null where no terminal is
  public Terminal() {
    Console found = System.console();
    this.console = found != null && found.isTerminal() ? found : null;
  }

  /** Whether somebody is there. */
  public boolean present() {
    return console != null;
  }

  /** Whether the answer is yes; without a terminal it is no. */
  public boolean yes(String question) {
    @Nullable String answer = console == null ? null : console.readLine("%s? [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** Whether to colour (no-color.org). */
  boolean colours() {
    String refused = System.getenv("NO_COLOR");
    return console != null
        && (refused == null || refused.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }
}
