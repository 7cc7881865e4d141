package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifestFuzzTest {
  @Test
  void takesOnlyTheCanonicalTextAndNeverFailsOtherwise() {
    Random random = new Random(42);
    byte[] good = ManifestTest.SAMPLE.format().getBytes(StandardCharsets.ISO_8859_1);
    int accepted = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = good.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      try {
        assertThat(Manifest.parse(text).format()).isEqualTo(text);
        accepted++;
      } catch (ImageException e) {
        assertThat(e).hasMessageStartingWith("manifest");
      }
    }
    assertThat(accepted).as("mutations within a digest or a name").isPositive();
  }
}
