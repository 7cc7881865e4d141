package org.wwj.cli.image;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.wwj.image.ImportProgress;
import org.wwj.ops.Display;

/**
 * How far an import is: on a terminal one line that is drawn again and again, elsewhere a line for
 * each step and each layer.
 */
final class ImportDisplay implements ImportProgress, AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final Duration REDRAWN = Duration.ofMillis(200);
  private static final int BAR = 24;
  private static final double MIB = 1024 * 1024;

  private final String image;
  private final PrintWriter out;
  private final Display display;
  private final AtomicLong received = new AtomicLong();
  private final Thread painter;
  private volatile boolean closed;
  private int layers;
  private int unpacked;
  private long total;
  private long began = System.nanoTime();

  ImportDisplay(String image, PrintWriter out, Display display) {
    this.image = image;
    this.out = out;
    this.display = display;
    this.painter = Thread.ofVirtual().unstarted(this::paint);
    if (display.interactive()) {
      painter.start();
    }
  }

  private void paint() {
    while (!closed) {
      LockSupport.parkNanos(REDRAWN.toNanos());
      draw();
    }
  }

  private synchronized void draw() {
    if (!closed && layers > 0) {
      out.print(CLEAR + bar(System.nanoTime() - began));
      out.flush();
    }
  }

  /** The line, as wide as the terminal at most. */
  synchronized String bar(long nanos) {
    long have = Math.min(received.get(), total);
    int done = total == 0 ? BAR : (int) (have * BAR / total);
    double rate = have / MIB / Math.max(nanos / 1e9, 0.001);
    String text =
        String.format(
            Locale.ROOT,
            "[%s%s] %3d %%  %.1f of %.1f MiB  %.0f MiB/s  %d of %d layers unpacked",
            "#".repeat(done),
            "-".repeat(BAR - done),
            total == 0 ? 100 : have * 100 / total,
            have / MIB,
            total / MIB,
            rate,
            unpacked,
            layers);
    return text.length() < display.columns() ? text : text.substring(0, display.columns() - 1);
  }

  @Override
  public synchronized void step(String what) {
    line(what);
  }

  private void line(String text) {
    out.println((display.interactive() ? CLEAR : "") + image + ": " + text);
    out.flush();
  }

  @Override
  public synchronized void expect(int count, long bytes) {
    layers = count;
    total = bytes;
    began = System.nanoTime();
  }

  @Override
  public void received(long bytes) {
    received.addAndGet(bytes);
  }

  @Override
  public synchronized void unpacked() {
    unpacked++;
    if (!display.interactive()) {
      line("layer " + unpacked + " of " + layers + " unpacked");
    }
  }

  /** Leaves the terminal clean. */
  @Override
  public synchronized void close() {
    if (!closed && display.interactive()) {
      out.print(CLEAR);
      out.flush();
    }
    closed = true;
  }
}
