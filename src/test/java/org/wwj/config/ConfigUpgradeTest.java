package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.UpgradeCases;
import org.wwj.config.ConfigUpgrade.NfsMount;

class ConfigUpgradeTest {
  static List<UpgradeCases> cases() throws IOException {
    return UpgradeCases.read("config.txt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void upgrades(UpgradeCases given) {
    Upgraded upgraded = ConfigUpgrade.of("warewulf.conf", given.old());
    assertThat(upgraded.text()).isEqualTo(given.expected());
    assertThat(upgraded.changes().stream().map(String::valueOf))
        .containsExactlyElementsOf(given.said());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void changesNothingTheSecondTime(UpgradeCases given) {
    assertThat(ConfigUpgrade.of("warewulf.conf", given.expected()))
        .isEqualTo(new Upgraded(given.expected(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6"})
  void upgradesFilesOfEveryVersion(String version) throws IOException {
    String old = Files.readString(UpgradeCases.FOLDER.resolve("warewulf-" + version + ".conf"));
    Upgraded upgraded = ConfigUpgrade.of("warewulf.conf", old);
    Path expected = UpgradeCases.FOLDER.resolve("warewulf-" + version + ".new.conf");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(expected, upgraded.text());
    }
    assertThat(upgraded.text()).isEqualTo(Files.readString(expected));
    assertThat(ConfigUpgrade.of("warewulf.conf", upgraded.text()).changes()).isEmpty();
    SiteConfig config =
        SiteConfigReader.parse(
            Path.of("/etc/warewulf/warewulf.conf"), upgraded.text(), address -> Optional.empty());
    assertThat(config.notices()).noneMatch(notice -> notice.text().contains("unknown key"));
  }

  @Test
  void tellsWhatNodesMounted() {
    assertThat(ConfigUpgrade.mounts("w", "nfs:\n  exports: [/home, /opt]\n"))
        .containsExactly(new NfsMount("/home", ""), new NfsMount("/opt", ""));
    assertThat(
            ConfigUpgrade.mounts(
                "w",
                """
                nfs:
                  export paths:
                  - {path: /home, mount: true}
                  - path: /opt
                    mount: yes
                    mount options: defaults,ro
                  - {path: /srv, mount: false}
                  - path: /var
                """))
        .containsExactly(new NfsMount("/home", ""), new NfsMount("/opt", "defaults,ro"));
    assertThat(ConfigUpgrade.mounts("w", "")).isEmpty();
  }

  @Test
  void refusesWhatCannotBeRead() {
    assertThatThrownBy(() -> ConfigUpgrade.of("w.conf", "ipaddr: ]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("w.conf:1: ");
    assertThatThrownBy(() -> ConfigUpgrade.of("w.conf", "- a\n"))
        .hasMessage("w.conf:1: the file must hold a map");
  }
}
