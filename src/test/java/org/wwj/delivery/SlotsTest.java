package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final long SECOND = 1_000_000_000L;
  private long now;

  @Test
  void aSetNumberIsThatNumber() {
    Slots slots = new Slots(() -> 7, () -> 1_250_000_000);
    full(slots, 1e6, 30);
    assertThat(slots.count()).isEqualTo(7);
  }

  @Test
  void fillsTheLinkOneAndAHalfTimes() {
    assertThat(new Slots(() -> 0, () -> 1_250_000_000L).count()).as("10 Gbit/s").isEqualTo(17);
    assertThat(new Slots(() -> 0, () -> 125_000_000L).count()).as("1 Gbit/s").isEqualTo(4);
    assertThat(new Slots(() -> 0, () -> 12_500_000_000L).count()).as("100 Gbit/s").isEqualTo(161);
    assertThat(new Slots(() -> 0, () -> 0).count()).as("unknown").isEqualTo(32);
  }

  @Test
  void fewerAreNeededWhereClientsAreFaster() {
    Slots slots = new Slots(() -> 0, () -> 12_500_000_000L);
    slots.observe(now, 3e9, 2.5e9, false);
    assertThat(slots.count()).isEqualTo(8);
  }

  @Test
  void letsMoreInWhileTheyMoveMore() {
    Slots slots = new Slots(() -> 0, () -> 1_250_000_000L);
    int before = slots.count();
    for (int i = 0; i < 100; i++) {
      slots.observe(now, 10e6 * slots.count(), 10e6, true); // each client takes 10 MB/s
      now += SECOND;
    }
    assertThat(slots.count()).isGreaterThan(4 * before);
    assertThat(10e6 * slots.count()).isLessThan(1.4 * 1_250_000_000L);
  }

  @Test
  void letsNobodyInForNothing() {
    Slots slots = new Slots(() -> 0, () -> 1_250_000_000L);
    int before = slots.count();
    int most = 0;
    for (int i = 0; i < 100; i++) {
      slots.observe(now, 500e6, 30e6, true); // the disk or the processor is the limit
      most = Math.max(most, slots.count());
      now += SECOND;
    }
    assertThat(most).isEqualTo(before + before / 4);
    assertThat(slots.count()).isLessThanOrEqualTo(most);
    int after = 0;
    for (int i = 0; i < 60; i++) {
      slots.observe(now, 500e6, 30e6, true);
      after += slots.count() > before ? 1 : 0;
      now += SECOND;
    }
    assertThat(after).as("seconds of trial in a minute").isLessThanOrEqualTo(6);
  }

  private void full(Slots slots, double total, int seconds) {
    for (int i = 0; i < seconds; i++) {
      slots.observe(now, total, total / 4, true);
      now += SECOND;
    }
  }
}
