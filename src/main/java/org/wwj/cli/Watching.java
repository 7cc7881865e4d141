package org.wwj.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.wwj.config.ConfigException;
import org.wwj.ops.Display;

/**
 * Shows something again and again, until Ctrl-C or until it is over: on a terminal in place of what
 * was there, else whenever it has changed.
 */
final class Watching {
  private Watching() {}

  /**
   * What is to be seen now.
   *
   * @param code what to exit with when there is nothing more to come, else empty
   */
  record Frame(String text, OptionalInt code) {}

  /**
   * Shows it until it ends.
   *
   * @param look while it fails there is something to say, and nothing to end for: the server may
   *     just restart
   * @return what to exit with
   */
  static int watch(PrintWriter out, boolean inPlace, long everyMillis, Supplier<Frame> look) {
    if (inPlace) {
      giveTheCursorBack(out);
      out.print(Redraw.BEGIN);
    }
    String before = "";
    while (!Thread.currentThread().isInterrupted() && !out.checkError()) {
      Frame frame;
      try {
        frame = look.get();
      } catch (ConfigException e) {
        frame = new Frame("wwj: " + e.getMessage() + "\n", OptionalInt.empty());
      }
      if (inPlace) {
        out.print(Redraw.frame(frame.text, Display.standard())); // it may have another size by now
      } else if (!frame.text.equals(before)) {
        out.print(frame.text);
      }
      out.flush();
      if (frame.code.isPresent()) {
        return frame.code.getAsInt();
      }
      before = frame.text;
      LockSupport.parkNanos(Duration.ofMillis(Math.max(50, everyMillis)).toNanos());
    }
    return 0;
  }

  private static void giveTheCursorBack(PrintWriter out) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  out.print(Redraw.END);
                  out.flush();
                },
                "wwj-cursor"));
  }
}
