package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InnerPathTest {
  @Test
  void isThePathOnTheNode() {
    assertThat(InnerPath.of("/etc//hosts/")).isEqualTo("etc/hosts");
    assertThat(InnerPath.of("./etc/./hosts")).isEqualTo("etc/hosts");
    assertThat(InnerPath.of("/")).isEmpty();
    assertThat(InnerPath.of("a..b/...")).isEqualTo("a..b/...");
    assertThat(InnerPath.folders("a/b/c")).containsExactly("a", "a/b");
    assertThat(InnerPath.folders("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "/etc/../../x", "a/..", "a\nb", "a\0b", "a\tb"})
  void refusesWhatLeadsOutOrNoFileIsCalled(String given) {
    assertThatThrownBy(() -> InnerPath.of(given)).isInstanceOf(OverlayException.class);
  }

  @Test
  void theRootIsNoFile() {
    assertThatThrownBy(() -> InnerPath.ofFile("//./")).hasMessageContaining("root");
  }
}
