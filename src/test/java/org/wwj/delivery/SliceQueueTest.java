package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceQueueTest {
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();

  private SliceQueue queue(int turns) {
    return new SliceQueue(loop::addLast, turns);
  }

  private void runLoop() {
    while (!loop.isEmpty()) {
      loop.removeFirst().run();
    }
  }

  /** A transfer whose slices leave at once, as they do to a fast client. */
  private final class Fast implements SliceQueue.Sliced {
    private final SliceQueue queue;
    private final String name;
    private int left;

    Fast(SliceQueue queue, String name, int slices) {
      this.queue = queue;
      this.name = name;
      this.left = slices;
    }

    @Override
    public void sendSlice() {
      sent.add(name);
      if (--left > 0) {
        queue.toBack(this);
      }
    }
  }

  @Test
  void servesTransfersRoundRobinThoughEachCouldGoOn() {
    SliceQueue queue = queue(64);
    queue.toBack(new Fast(queue, "a", 3));
    queue.toBack(new Fast(queue, "b", 3));
    queue.toBack(new Fast(queue, "c", 1));
    runLoop();
    assertThat(sent).containsExactly("a", "b", "c", "a", "b", "a", "b");
  }

  @Test
  void keepsManyEqualTransfersWithinOneSliceOfEachOther() {
    SliceQueue queue = queue(64);
    int[] slices = new int[512];
    for (int i = 0; i < slices.length; i++) {
      int mine = i;
      queue.toBack(
          new SliceQueue.Sliced() {
            @Override
            public void sendSlice() {
              int most = IntStream.of(slices).max().orElseThrow();
              int least = IntStream.of(slices).min().orElseThrow();
              assertThat(most - least).isLessThanOrEqualTo(1);
              if (++slices[mine] < 100) {
                queue.toBack(this);
              }
            }
          });
    }
    runLoop();
    assertThat(slices).containsOnly(100);
  }

  @Test
  void yieldsToTheLoopAfterItsTurns() {
    SliceQueue queue = queue(4);
    queue.toBack(new Fast(queue, "a", 10));
    loop.removeFirst().run();
    assertThat(sent).hasSize(4);
    loop.addFirst(() -> sent.add("io"));
    runLoop();
    assertThat(sent.subList(4, 6)).containsExactly("io", "a");
    assertThat(sent).hasSize(11);
  }

  @Test
  void letsANewTransferGoFirst() {
    SliceQueue queue = queue(1);
    queue.toBack(new Fast(queue, "old", 3));
    queue.toBack(new Fast(queue, "older", 1));
    loop.removeFirst().run();
    queue.toFront(new Fast(queue, "new", 1));
    runLoop();
    assertThat(sent).containsExactly("old", "new", "older", "old", "old");
  }

  @Test
  void letsNewTransfersGoInTheOrderTheyCame() {
    SliceQueue queue = queue(64);
    queue.toBack(new Fast(queue, "old", 1));
    queue.toFront(new Fast(queue, "new", 2));
    queue.toFront(new Fast(queue, "newer", 1));
    runLoop();
    assertThat(sent).containsExactly("new", "newer", "old", "new");
  }

  @Test
  void asksForNoTurnWhenNobodyWaits() {
    SliceQueue queue = queue(64);
    queue.toBack(new Fast(queue, "a", 1));
    queue.toBack(new Fast(queue, "b", 1));
    assertThat(loop).hasSize(1);
    runLoop();
    assertThat(loop).isEmpty();
    queue.toBack(new Fast(queue, "c", 1));
    assertThat(loop).hasSize(1);
  }

  @Test
  void forgetsATransferWhoseSocketIsFullUntilItComesBack() {
    SliceQueue queue = queue(64);
    queue.toBack(() -> sent.add("slow"));
    queue.toBack(new Fast(queue, "fast", 2));
    runLoop();
    assertThat(sent).containsExactly("slow", "fast", "fast");
  }
}
