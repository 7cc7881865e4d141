package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
  private static final TftpSettings SETTINGS = TftpSettings.defaults();

  @Test
  void q2AnswersExactSize() {
    assertThat(of("tsize=0").optionAck(1_234_567).options())
        .containsExactly(Map.entry("tsize", "1234567"));
  }

  @Test
  void q3GrantsOnlyWhatWasAskedInTheSameOrder() {
    Negotiation negotiation = of("windowsize=4,multicast=,tsize=0,blksize=1468,foo=1");
    assertThat(negotiation.optionAck(9).options().toString())
        .isEqualTo("{windowsize=4, tsize=9, blksize=1468}");
  }

  @Test
  void q3RepeatsTimeoutUnchanged() {
    assertThat(of("timeout=7").optionAck(9).options().toString()).isEqualTo("{timeout=7}");
  }

  @Test
  void startsWithDataWhenNothingIsGranted() {
    assertThat(of("").acknowledged()).isFalse();
    assertThat(of("multicast=").acknowledged()).isFalse();
    assertThat(of("").blockSize()).isEqualTo(512);
    assertThat(of("").window()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "511, 511", "1432, 1432", "1468, 1468", "1469, 1468", "65464, 1468"})
  void q7GrantsBlockSizesUpToTheMtu(String asked, int granted) {
    Negotiation negotiation = of("blksize=" + asked);
    assertThat(negotiation.blockSize()).isEqualTo(granted);
    assertThat(negotiation.granted()).containsEntry("blksize", Integer.toString(granted));
  }

  @Test
  void q7LeavesBlockSizeOutWhereTheSiteRefusesIt() {
    TftpSettings settings = new TftpSettings(true, false, 1468, 64, 1, 1, 1, SETTINGS.giveUp());
    Negotiation negotiation = Negotiation.of(options("blksize=1468,tsize=0"), settings);
    assertThat(negotiation.blockSize()).isEqualTo(512);
    assertThat(negotiation.optionAck(9).options().toString()).isEqualTo("{tsize=9}");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "64, 64", "65, 64", "65535, 64"})
  void q6NeverGrantsMoreWindowThanAsked(String asked, int granted) {
    assertThat(of("windowsize=" + asked).window()).isEqualTo(granted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blksize=7",
        "blksize=",
        "blksize=x",
        "blksize=-8",
        "blksize=99999999999",
        "windowsize=0",
        "windowsize=1 ",
        "timeout=0",
        "timeout=256"
      })
  void ignoresValuesOutsideTheRfcs(String option) {
    assertThat(of(option)).isEqualTo(of(""));
  }

  private static Negotiation of(String asked) {
    return Negotiation.of(options(asked), SETTINGS);
  }

  private static SequencedMap<String, String> options(String text) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (String option : text.split(",")) {
      if (!option.isEmpty()) {
        options.put(option.split("=", 2)[0], option.split("=", 2)[1]);
      }
    }
    return options;
  }
}
