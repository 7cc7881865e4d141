package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million broken solicitations: none ends in an exception, and hardly one is answered. */
class RouterSolicitationFuzzTest {
  private static final int PACKETS = 1_000_000;

  private final Random random = new Random(20261125);

  @Test
  void aMillionMutantsAreValidOrIgnored() {
    byte[] good = RouterAdvertisementTest.solicitation();
    int valid = 0;
    int ignored = 0;
    for (int i = 0; i < PACKETS; i++) {
      byte[] mutant = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(120) : 56);
      for (int n = random.nextInt(4); n > 0 && mutant.length > 0; n--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      }
      if (RouterAdvertisement.solicitor(mutant).isPresent()) {
        valid++;
      } else {
        ignored++;
      }
    }
    assertThat(valid).as("mutants that still are solicitations").isGreaterThan(PACKETS / 20);
    assertThat(ignored).as("mutants that are none").isGreaterThan(PACKETS / 2);
  }
}
