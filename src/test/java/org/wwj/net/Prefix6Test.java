package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Prefix6Test {
  @ParameterizedTest
  @CsvSource({
    "fd00::1/64, fd00::1/64, fd00::",
    "FD00:0:0:0:0:0:0:1/64, fd00::1/64, fd00::",
    "2001:db8:0:1:1:1:1:1/48, 2001:db8:0:1:1:1:1:1/48, 2001:db8::",
    "2001:0:0:1:0:0:0:1/128, 2001:0:0:1::1/128, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1/60, 2001:db8::1:0:0:1/60, 2001:db8::",
    "::1/0, ::1/0, ::",
    "1::/16, 1::/16, 1::"
  })
  void writesTheShortForm(String text, String expected, String network) {
    Prefix6 prefix = Prefix6.parse(text);
    assertThat(prefix).hasToString(expected);
    assertThat(Prefix6.format(prefix.network())).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fd00::1",
        "10.0.0.1/24",
        "fd00::1/129",
        "fd00::1/x",
        "[fd00::1]/64",
        "::ffff:1.2.3.4/96",
        "name/64"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Prefix6.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
