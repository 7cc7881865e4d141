package org.wwj.ops;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's output goes.
 *
 * @param interactive whether somebody looks at it, so that it may be redrawn in place
 * @param columns characters a line holds; as many as there are when nobody looks
 * @param rows lines it holds
 */
public record Display(boolean interactive, int columns, int rows) {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int DEFAULT_ROWS = 24;

  /** A file or a pipe. */
  public static Display none() {
    return new Display(false, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** This process's standard output, as large as it is now. */
  @SuppressWarnings(
      "SystemConsoleNull") // the JDK's own console is null off a terminal, jline's not
  public static Display standard() {
    Console console = System.console();
    boolean terminal =
        console != null
            && console.isTerminal()
            && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
    return terminal ? sized() : none();
  }

  private static Display sized() {
    int columns = 0;
    int rows = 0;
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      String[] size = answer.split(" ", -1);
      if (size.length == 2) {
        rows = Integer.parseInt(size[0]);
        columns = Integer.parseInt(size[1]);
      }
    } catch (IOException | NumberFormatException e) {
      // without stty a usual size has to do
    }
    return new Display(
        true, columns > 0 ? columns : DEFAULT_COLUMNS, rows > 0 ? rows : DEFAULT_ROWS);
  }
}
