package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final int MIB = 1 << 20;

  private final Shares shares = new Shares();

  @Test
  void whoIsAheadLetsOneTurnPass() {
    Shares.Share fast = shares.join(MIB);
    Shares.Share other = shares.join(MIB);
    fast.moved(3 * MIB);
    assertThat(fast.waits()).as("1.5 MiB past the average").isTrue();
    assertThat(fast.waits()).as("again, while the other cannot be sent anything").isFalse();
    assertThat(other.waits()).isFalse();
    other.moved(3 * MIB);
    assertThat(fast.waits()).isFalse();
  }

  @Test
  void whoComesLaterHasNothingToMakeUpFor() {
    Shares.Share first = shares.join(MIB);
    first.moved(100 * MIB);
    Shares.Share later = shares.join(MIB);
    assertThat(first.waits()).isFalse();
    later.moved(2 * MIB);
    first.moved(2 * MIB);
    assertThat(later.waits()).isFalse();
    assertThat(first.waits()).isFalse();
  }

  @Test
  void aSlowClientHoldsNobodyBack() {
    shares.join(MIB); // takes nothing at all
    Shares.Share[] others = {shares.join(MIB), shares.join(MIB), shares.join(MIB)};
    int waited = 0;
    for (int turn = 0; turn < 1000; turn++) {
      for (Shares.Share other : others) {
        if (other.waits()) {
          waited++;
        } else {
          other.moved(MIB);
        }
      }
    }
    assertThat(waited).as("of 3,000 turns, as the slow one is left behind").isLessThan(1500);
  }

  @Test
  void whoLeavesCountsNoLonger() {
    Shares.Share gone = shares.join(MIB);
    Shares.Share left = shares.join(MIB);
    left.moved(MIB);
    gone.leave();
    left.moved(5 * MIB);
    assertThat(left.waits()).as("it is the average itself").isFalse();
    left.leave();
    Shares.Share alone = shares.join(MIB);
    alone.moved(MIB);
    assertThat(alone.waits()).isFalse();
  }

  @Test
  void unequalTurnsEndTogether() {
    Random random = new Random(1);
    int clients = 64;
    Shares.Share[] all =
        IntStream.range(0, clients).mapToObj(i -> shares.join(MIB)).toArray(Shares.Share[]::new);
    long[] sent = new long[clients];
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < clients; i++) {
        if (!all[i].waits()) {
          int room = (i % 4 + 1) * (MIB / 4) + random.nextInt(1000);
          all[i].moved(room);
          sent[i] += room;
        }
      }
    }
    long most = IntStream.range(0, clients).mapToLong(i -> sent[i]).max().orElse(0);
    long average = (long) IntStream.range(0, clients).mapToLong(i -> sent[i]).average().orElse(0);
    assertThat(most - average).isLessThan(average / 2);
  }
}
