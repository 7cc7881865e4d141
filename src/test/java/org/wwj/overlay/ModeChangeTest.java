package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {
  /** As chmod(1) does it. */
  @ParameterizedTest
  @CsvSource({
    "0644, 600, 0600",
    "0644, 0400, 0400",
    "0644, 04755, 4755",
    "0644, u+x, 0744",
    "0644, +x, 0755",
    "0755, go-rx, 0700",
    "0644, a=r, 0444",
    "0777, o=, 0770",
    "0640, 'u=rwx,g=rx,o=', 0750",
    "0644, a+X, 0644",
    "0744, a+X, 0755",
    "0755, u+s, 4755",
    "0755, g+s, 2755",
    "0777, +t, 1777",
    "6755, ug-s, 0755",
  })
  void changesAsChmodDoes(String before, String word, String after) {
    int mode = ModeChange.parse(word).apply(Integer.parseInt(before, 8), false);
    assertThat("%04o".formatted(mode)).isEqualTo(after);
  }

  @Test
  void aFolderCountsAsExecutable() {
    assertThat(ModeChange.parse("a+X").apply(0644, true)).isEqualTo(0755);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "08", "77777", "u", "u*x", "rw-r--r--", "u+x,", "-1"})
  void refusesWhatIsNone(String word) {
    assertThatThrownBy(() -> ModeChange.parse(word))
        .isInstanceOf(OverlayException.class)
        .hasMessageContaining("'" + word + "' is no mode");
  }
}
