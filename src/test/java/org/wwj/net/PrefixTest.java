package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrefixTest {
  @Test
  void knowsItsNetwork() {
    Prefix prefix = Prefix.parse("10.0.0.77/24");
    assertThat(prefix.network().getHostAddress()).isEqualTo("10.0.0.0");
    assertThat(prefix.broadcast().getHostAddress()).isEqualTo("10.0.0.255");
    assertThat(prefix.netmask().getHostAddress()).isEqualTo("255.255.255.0");
    assertThat(prefix.contains(Prefix.parseAddress("10.0.0.1"))).isTrue();
    assertThat(prefix.contains(Prefix.parseAddress("10.0.1.1"))).isFalse();
  }

  @Test
  void takesANetmaskForALength() {
    assertThat(Prefix.parse("10.1.2.3/255.255.0.0")).hasToString("10.1.2.3/16");
    assertThat(Prefix.parse("10.1.2.3/0").contains(Prefix.parseAddress("192.0.2.1"))).isTrue();
  }

  @Test
  void refusesWhatIsNoPrefixAndNamesIt() {
    assertThatThrownBy(() -> Prefix.parse("10.0.0.1")).hasMessageContaining("10.0.0.1");
    assertThatThrownBy(() -> Prefix.parse("10.0.0.1/33")).hasMessageContaining("33");
    assertThatThrownBy(() -> Prefix.parse("10.0.0.1/255.0.255.0"))
        .hasMessageContaining("255.0.255.0");
    assertThatThrownBy(() -> Prefix.parseAddress("head.node")).hasMessageContaining("head.node");
    assertThatThrownBy(() -> Prefix.parseAddress("10.1")).hasMessageContaining("10.1");
  }
}
