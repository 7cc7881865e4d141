package org.wwj.lab;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where progress is shown: redrawn in place on a terminal, elsewhere one line whenever a machine
 * reaches another phase and now and then in between.
 */
final class Screen {
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final int DEFAULT_WIDTH = 100;

  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private final Map<String, ProgressView.Line> printed = new HashMap<>();
  private int drawn;

  Screen(PrintStream out, boolean terminal, int width) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
  }

  /** This process's standard output. */
  @SuppressWarnings(
      "SystemConsoleNull") // the JDK's own console is null off a terminal, jline's not
  static Screen standard() {
    Console console = System.console();
    boolean terminal =
        console != null
            && console.isTerminal()
            && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
    return new Screen(System.out, terminal, terminal ? columns() : Integer.MAX_VALUE);
  }

  private static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(
                  stty.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return columns > 0 ? columns : DEFAULT_WIDTH;
    } catch (java.io.IOException | NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }

  /** A line that stays. */
  void say(String line) {
    out.println(line);
    out.flush();
    drawn = 0;
  }

  /** The machines as they are now. */
  void show(List<ProgressView.Line> lines) {
    if (terminal) {
      List<String> text = ProgressView.render(lines, width);
      out.print(ProgressView.rewind(drawn) + String.join("\n", text) + "\n");
      drawn = text.size();
    } else {
      List<ProgressView.Line> news = lines.stream().filter(this::isNews).toList();
      news.forEach(line -> printed.put(line.name(), line));
      ProgressView.render(news, width).forEach(out::println);
    }
    out.flush();
  }

  private boolean isNews(ProgressView.Line line) {
    ProgressView.Line last = printed.get(line.name());
    return last == null
        || !last.phase().equals(line.phase())
        || !last.reason().equals(line.reason())
        || line.elapsed().minus(last.elapsed()).compareTo(QUIET) >= 0;
  }
}
