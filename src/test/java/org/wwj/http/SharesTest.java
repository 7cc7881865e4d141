package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.wwj.http.Shares.Share;

class SharesTest {
  private static final int MIB = 1 << 20;

  private final Shares shares = new Shares();

  private Share[] join(int count) {
    return IntStream.range(0, count).mapToObj(i -> shares.join()).toArray(Share[]::new);
  }

  @Test
  void whoIsAheadLetsOneTurnPass() {
    Share fast = shares.join();
    Share other = shares.join();
    fast.moved(3 * MIB);
    assertThat(fast.waits()).as("1.5 MiB past the average").isTrue();
    assertThat(fast.waits()).as("again, while the other cannot be sent anything").isFalse();
    assertThat(other.waits()).isFalse();
    other.moved(3 * MIB);
    assertThat(fast.waits()).isFalse();
  }

  @Test
  void whoComesLaterHasNothingToMakeUpFor() {
    Share first = shares.join();
    first.moved(100 * MIB);
    Share later = shares.join();
    assertThat(first.waits()).isFalse();
    later.moved(2 * MIB);
    first.moved(2 * MIB);
    assertThat(later.waits()).isFalse();
    assertThat(first.waits()).isFalse();
  }

  @Test
  void aClientThatTakesNothingHoldsNobodyBack() {
    shares.join();
    assertThat(waited(join(64), 500)).as("of 32,000 turns").isLessThan(640);
  }

  @Test
  void aSlowClientHoldsNobodyBack() {
    Share slow = shares.join();
    Share[] others = join(3);
    int waited = 0;
    for (int round = 0; round < 100; round++) {
      waited += waited(others, 10);
      slow.moved(16 << 10);
    }
    assertThat(waited).as("of 3,000 turns").isLessThan(60);
  }

  /** How many turns passed while each takes 1 MiB a turn. */
  private static int waited(Share[] clients, int rounds) {
    int waited = 0;
    for (int round = 0; round < rounds; round++) {
      for (Share client : clients) {
        if (client.waits()) {
          waited++;
        } else {
          client.moved(MIB);
        }
      }
    }
    return waited;
  }

  @Test
  void whoLeavesCountsNoLonger() {
    Share gone = shares.join();
    Share left = shares.join();
    left.moved(MIB);
    gone.leave();
    left.moved(5 * MIB);
    assertThat(left.waits()).as("it is the average itself").isFalse();
    left.leave();
    Share alone = shares.join();
    alone.moved(MIB);
    assertThat(alone.waits()).isFalse();
  }

  @Test
  void thereAreManyWhileManyHaveNotLeft() {
    Share[] all = join(65);
    assertThat(all[0].ofMany()).isTrue();
    all[64].leave();
    assertThat(all[0].ofMany()).isFalse();
    for (int i = 1; i < 64; i++) {
      all[i].leave();
    }
    all[0].moved(5 * MIB);
    assertThat(all[0].waits()).isFalse();
  }

  @Test
  void unequalTurnsEndTogether() {
    Random random = new Random(1);
    Share[] all = join(64);
    long[] sent = new long[all.length];
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < all.length; i++) {
        if (!all[i].waits()) {
          int room = (i % 2 + 2) * (MIB / 4) + random.nextInt(1000);
          all[i].moved(room);
          sent[i] += room;
        }
      }
    }
    long average = (long) LongStream.of(sent).average().orElse(0);
    assertThat(LongStream.of(sent).max().orElse(0) - average)
        .as("turns alone would give every other client half as much again")
        .isLessThan(3 * MIB);
    assertThat(average - LongStream.of(sent).min().orElse(0)).isLessThan(3 * MIB);
  }
}
