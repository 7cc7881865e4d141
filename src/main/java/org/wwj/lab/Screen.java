package org.wwj.lab;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wwj.ops.Display;

/**
 * Where progress is shown: redrawn in place on a terminal, elsewhere one line whenever a machine
 * reaches another phase and now and then in between.
 */
final class Screen {
  private static final Duration QUIET = Duration.ofSeconds(15);

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
  static Screen standard() {
    Display display = Display.standard();
    return new Screen(System.out, display.interactive(), display.columns());
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
