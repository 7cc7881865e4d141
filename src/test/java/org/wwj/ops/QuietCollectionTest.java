package org.wwj.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietCollectionTest {
  private static final long ALIVE = 10L << 20;

  private final Counters counters = new Counters();
  private long used = ALIVE;
  private int collections;
  private final QuietCollection quiet =
      new QuietCollection(
          counters,
          () -> used,
          () -> {
            used = ALIVE;
            collections++;
          });

  @BeforeEach
  void itHasRunForAWhile() {
    counters.count("dhcp.discover");
    quiet.look();
  }

  @Test
  void collectsWhatHasPiledUpWhenNobodyAsks() {
    used = ALIVE + QuietCollection.WORTH;
    quiet.look();
    assertThat(collections).isOne();
    quiet.look();
    assertThat(collections).isOne();
    used = ALIVE + QuietCollection.WORTH;
    quiet.look();
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void waitsWhileMachinesAsk() {
    used = ALIVE + QuietCollection.MUCH - 1;
    for (int minute = 0; minute < 5; minute++) {
      counters.count("dhcp.discover");
      quiet.look();
    }
    assertThat(collections).isZero();
    quiet.look();
    assertThat(collections).isOne();
  }

  @Test
  void muchIsCollectedAlsoWhileTheyAsk() {
    used = ALIVE + QuietCollection.MUCH;
    counters.count("http.requests");
    quiet.look();
    assertThat(collections).isOne();
  }

  @Test
  void leavesLittleAlone() {
    used = ALIVE + QuietCollection.WORTH - 1;
    quiet.look();
    quiet.look();
    assertThat(collections).isZero();
  }
}
