package org.wwj.image.oci;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a wait for a registry that has gone silent: the SDK's requests have no time limit once they
 * are connected. The thread that waits is interrupted.
 */
final class StallGuard implements AutoCloseable {
  private final Thread watched = Thread.currentThread();
  private final Thread watcher;
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;

  private StallGuard(Duration limit) {
    this.watcher = Thread.ofVirtual().start(() -> watch(limit));
  }

  /** Watches this thread until it is closed. */
  static StallGuard watch() {
    return new StallGuard(Access.STALL);
  }

  /** Something has come. */
  void alive() {
    last = System.nanoTime();
  }

  private void watch(Duration limit) {
    try {
      while (true) {
        long left = limit.toNanos() - (System.nanoTime() - last);
        if (left <= 0) {
          stalled = true;
          watched.interrupt();
          return;
        }
        TimeUnit.NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException e) {
      // the wait has ended by itself
    }
  }

  /** Whether it has ended the wait. */
  boolean stalled() {
    return stalled;
  }

  @Override
  @SuppressWarnings("Interruption") // its own thread's, and the one it has set itself
  public void close() {
    watcher.interrupt();
    try {
      watcher.join();
    } catch (InterruptedException e) {
      if (!stalled) {
        Thread.currentThread().interrupt();
      }
    }
    if (stalled) {
      Thread.interrupted();
    }
  }
}
