package org.wwj.image.chroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
  @Test
  void isThatOfAFreshLogin() {
    assertThat(
            ChildEnvironment.of(
                Map.of("HOME", "/home/me", "SECRET", "x", "LD_PRELOAD", "y", "TERM", ""), "a"))
        .containsOnlyKeys("HISTFILE", "HOME", "LANG", "LOGNAME", "PATH", "PS1", "USER")
        .containsEntry("HOME", "/root")
        .containsEntry("HISTFILE", "")
        .containsEntry("PS1", "[a] \\w# ");
  }

  @Test
  void passesOnTheTerminalAndTheWayOut() {
    assertThat(
            ChildEnvironment.of(
                Map.of("TERM", "vt100", "https_proxy", "http://p:1", "WW_PS1", "% "), "a|ro|c1"))
        .containsEntry("TERM", "vt100")
        .containsEntry("https_proxy", "http://p:1")
        .containsEntry("PS1", "% ");
    assertThat(ChildEnvironment.of(Map.of("WW_HISTFILE", "/root/.h"), "a"))
        .containsEntry("HISTFILE", "/root/.h");
  }
}
