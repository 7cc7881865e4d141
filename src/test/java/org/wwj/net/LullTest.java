package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LullTest {
  private final Lull lull = new Lull();

  @Test
  void waitsAsLongAsDatagramsCome() {
    for (int i = 0; i < 10; i++) {
      assertThat(passes()).isZero();
      lull.waited(true);
    }
  }

  @Test
  void waitsMoreRarelyAfterEachTimeInVain() {
    lull.waited(false);
    assertThat(passes()).isEqualTo(2);
    lull.waited(false);
    assertThat(passes()).isEqualTo(4);
    for (int i = 0; i < 100; i++) {
      lull.waited(false);
    }
    assertThat(passes()).isEqualTo(256);
    lull.waited(true);
    assertThat(passes()).isZero();
  }

  private int passes() {
    int passes = 0;
    while (!lull.worthWaiting()) {
      passes++;
    }
    return passes;
  }
}
