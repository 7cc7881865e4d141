package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wwj.net.MacAddress;

class SolicitorsTest {
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final Solicitors.One ONE =
      new Solicitors.One(MAC, RouterAdvertisement.linkLocal(MAC));
  private static final long START = Long.MAX_VALUE - 5; // nanoTime may wrap

  private final Solicitors solicitors = new Solicitors();

  @Test
  void answersOneThatBootsAtOnceAndOnce() {
    solicitors.add(ONE, START);
    assertThat(solicitors.due(START, mac -> true)).containsExactly(ONE);
    assertThat(solicitors.isEmpty()).isTrue();
  }

  @Test
  void answersOneWhoseFirstPacketShowsAMomentLaterThatItBoots() {
    solicitors.add(ONE, START);
    assertThat(solicitors.due(START, mac -> false)).isEmpty();
    assertThat(solicitors.due(START + Solicitors.GRACE.toNanos() - 1, mac -> mac.equals(MAC)))
        .containsExactly(ONE);
  }

  @Test
  void forgetsOneThatDoesNotBoot() {
    solicitors.add(ONE, START);
    assertThat(solicitors.due(START + Solicitors.GRACE.toNanos(), mac -> false)).isEmpty();
    assertThat(solicitors.isEmpty()).isTrue();
  }

  @Test
  void keepsNoMoreThanSoMany() {
    for (int i = 0; i < Solicitors.LIMIT; i++) {
      assertThat(solicitors.add(ONE, START)).isTrue();
    }
    assertThat(solicitors.add(ONE, START)).isFalse();
  }
}
