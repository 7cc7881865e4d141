package org.wwj.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * The transfers of one event loop that wait for their turn, served round robin: a turn sends one
 * slice of one transfer, which comes back when that slice has left. After some turns the loop looks
 * at its sockets again, so that thousands of waiting transfers keep nobody from connecting.
 *
 * <p>Confined to its event loop: every method is called there, and so are the transfers.
 */
public final class SliceQueue {
  /** Turns before a loop looks at its sockets: some milliseconds with 2 MiB each. */
  public static final int TURNS = 8;

  private final Executor loop;
  private final int turns;
  private final Deque<Sliced> fresh = new ArrayDeque<>();
  private final Deque<Sliced> waiting = new ArrayDeque<>();
  private boolean scheduled;

  /**
   * A queue for one loop.
   *
   * @param loop runs a task on the event loop after that has looked at its sockets
   * @param turns how many slices are sent before the loop looks at its sockets
   */
  public SliceQueue(Executor loop, int turns) {
    this.loop = loop;
    this.turns = turns;
  }

  /** A transfer that can send its next slice. */
  @FunctionalInterface
  public interface Sliced {
    /**
     * Hands one slice to the socket. When that slice has left, the transfer joins the back of the
     * queue for the next one. Must not throw.
     */
    void sendSlice();
  }

  /**
   * Lets a new transfer go before those that are running, and after those as new: its first slice
   * is small, and somebody waits for the start.
   */
  public void toFront(Sliced transfer) {
    fresh.addLast(transfer);
    schedule();
  }

  /** Lets a transfer wait for all others. */
  public void toBack(Sliced transfer) {
    waiting.addLast(transfer);
    schedule();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      loop.execute(this::run);
    }
  }

  private void run() {
    for (int turn = 0; turn < turns && !isEmpty(); turn++) {
      (fresh.isEmpty() ? waiting : fresh).removeFirst().sendSlice();
    }
    scheduled = false;
    if (!isEmpty()) {
      schedule();
    }
  }

  private boolean isEmpty() {
    return fresh.isEmpty() && waiting.isEmpty();
  }
}
