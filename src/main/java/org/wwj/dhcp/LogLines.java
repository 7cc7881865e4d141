package org.wwj.dhcp;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.wwj.ops.Log;

/**
 * What the log says of packets, written some milliseconds after their answers have left: with
 * thousands of them in a second a call for each turn of the event loop costs as much as to decide.
 * A server that is killed takes the lines of those milliseconds with it. For one thread.
 */
final class LogLines {
  private static final int DELAY_MILLIS = 10;

  /** From so many characters on nothing is waited for. */
  private static final int MANY = 1 << 16;

  private final Log.Lines lines = new Log.Lines();
  private boolean due;

  /** This thread's lines come here until it is closed. */
  Log.Hold collect() {
    return lines.collect();
  }

  /** Has what has come be written, by a timer of that loop. */
  void writeSoon(ScheduledExecutorService loop) {
    if (lines.length() > MANY) {
      lines.write();
    } else if (lines.length() > 0 && !due) {
      due = true;
      loop.schedule(
          () -> {
            due = false;
            lines.write();
          },
          DELAY_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }

  /** Writes what is left, when the loop has ended. */
  void write() {
    lines.write();
  }
}
