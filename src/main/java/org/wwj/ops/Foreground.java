package org.wwj.ops;

import java.util.concurrent.CountDownLatch;

/** Runs a service until the process is told to stop, by SIGTERM or Ctrl-C. */
public final class Foreground {
  private Foreground() {}

  /** What runs. */
  @FunctionalInterface
  public interface Service {
    /** Returns when it has stopped, which it does when the latch opens. */
    void runUntil(CountDownLatch stop) throws InterruptedException;
  }

  /** Returns when the service has stopped; the process does not end before. */
  public static void run(Service service) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, stopped), "wwj-stop"));
    try {
      service.runUntil(stop);
    } finally {
      stopped.countDown(); // also after a start that failed, or the exit would wait for the hook
      // forever
    }
  }

  /**
   * A shutdown hook must not return before the service has closed: the process ends with the last
   * hook.
   */
  private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
