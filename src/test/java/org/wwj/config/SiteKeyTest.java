package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SiteKeyTest {
  /**
   * A key that the reader does not know would be told as unknown; a list as its value is told too.
   */
  @ParameterizedTest
  @EnumSource(SiteKey.class)
  void everyKeyIsOneOfTheReader(SiteKey key) {
    assertThat(key.help()).endsWith(".");
    String line = "'" + key.yaml() + "': \"\"";
    String text = key.section().isEmpty() ? line : key.section() + ": {" + line + "}";
    if (!key.section().isEmpty() || key != SiteKey.IPADDR) {
      text += "\nipaddr: 10.0.0.1/24\n";
    }
    assertThatKnown(text);
  }

  /** Places that only Warewulf's own installation uses have no meaning here. */
  @Test
  void everyPathIsExplained() {
    Set<String> foreign =
        Set.of("bindir", "srvdir", "firewallddir", "systemddir", "wwclientdir", "wwfilesdir");
    assertThat(SitePaths.KNOWN)
        .allSatisfy(path ->
            assertThat(
                    foreign.contains(path)
                        || Arrays.stream(SiteKey.values())
                            .anyMatch(
                                key -> key.section().equals("paths") && key.yaml().equals(path)))
                .as(path)
                .isTrue());
  }

  private static void assertThatKnown(String text) {
    try {
      SiteConfigReader.parse(Path.of("wwj.conf"), text);
    } catch (ConfigException e) {
      assertThat(e.getMessage()).doesNotContain("unknown key");
    }
    assertThatThrownBy(() -> SiteConfigReader.parse(Path.of("wwj.conf"), text + "\nnope: 1\n"))
        .hasMessageContaining("unknown key 'nope'");
  }
}
