package org.wwj.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that is started and stopped often and passes seldom: stopping costs nothing, the
 * timer finds out by itself. Confined to its event loop.
 */
final class Deadline {
  private final EventLoop loop;
  private final long limitNanos;
  private final Runnable passed;
  private long since;
  private boolean running;
  private @Nullable Future<?> timer;

  Deadline(EventLoop loop, Duration limit, Runnable passed) {
    this.loop = loop;
    this.limitNanos = limit.toNanos();
    this.passed = passed;
  }

  /** Starts anew, from now. */
  void start() {
    since = loop.ticker().nanoTime();
    running = true;
    if (timer == null) {
      arm(limitNanos);
    }
  }

  /** Stops; may be started again. */
  void stop() {
    running = false;
  }

  /** Stops for good and lets go of the timer. */
  void cancel() {
    running = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void arm(long nanos) {
    timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    timer = null;
    if (!running) {
      return;
    }
    long left = limitNanos - (loop.ticker().nanoTime() - since);
    if (left > 0) {
      arm(left);
    } else {
      running = false;
      passed.run();
    }
  }
}
