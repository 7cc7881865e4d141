package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"52:54:00:Ab:cD:01", "52-54-00-ab-cd-01", "5254.00ab.cd01", "525400abcd01"})
  void readsEveryCommonForm(String text) {
    assertThat(MacAddress.parse(text)).hasToString("52:54:00:ab:cd:01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "52:54",
        "52:54:00:ab:cd:0g",
        "52:54:00:ab:cd:01:02",
        "..",
        "a0:00:02:20:fe:80:00:00:00:00"
      })
  void refusesWhatIsNotSixBytesAndNamesIt(String text) {
    assertThat(MacAddress.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> MacAddress.parse(text)).hasMessageContaining("'" + text + "'");
  }

  @Test
  void bytesGoRoundTrip() {
    MacAddress mac = MacAddress.parse("02:00:0a:00:00:ff");
    assertThat(MacAddress.of(mac.bytes())).isEqualTo(mac);
    assertThat(mac.dashed()).isEqualTo("02-00-0a-00-00-ff");
  }
}
