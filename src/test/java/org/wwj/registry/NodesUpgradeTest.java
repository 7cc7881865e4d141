package org.wwj.registry;

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
import org.wwj.config.ConfigException;
import org.wwj.config.ConfigUpgrade;
import org.wwj.config.Upgraded;
import org.wwj.registry.NodesUpgrade.Options;

class NodesUpgradeTest {
  private static final List<ConfigUpgrade.NfsMount> MOUNTS =
      List.of(
          new ConfigUpgrade.NfsMount("/home", ""),
          new ConfigUpgrade.NfsMount("/opt", "defaults,ro"));

  static List<UpgradeCases> cases() throws IOException {
    return UpgradeCases.read("nodes.txt");
  }

  private static Options options(UpgradeCases given) {
    return new Options(
        given.name().contains("[add-defaults]"),
        given.name().contains("[replace-overlays]"),
        given.name().contains("[mounts]") ? MOUNTS : List.of());
  }

  /** An image with two kernels, one of which Warewulf once knew by the name mykernel. */
  private static Optional<String> kernel(String image, String wish) {
    if (!image.equals("rocky-9")) {
      return Optional.empty();
    }
    return switch (wish) {
      case "5.14.0-427" -> Optional.of("/boot/vmlinuz-5.14.0-427");
      case "mykernel", "/boot/vmlinuz-1.2.3" -> Optional.of("/boot/vmlinuz-1.2.3");
      default -> Optional.empty();
    };
  }

  private static Upgraded upgrade(String text, Options options) {
    return NodesUpgrade.of("nodes.conf", text, options, NodesUpgradeTest::kernel);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void upgrades(UpgradeCases given) {
    Upgraded upgraded = upgrade(given.old(), options(given));
    assertThat(upgraded.text()).isEqualTo(given.expected());
    assertThat(upgraded.changes().stream().map(String::valueOf))
        .containsExactlyElementsOf(given.said());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void changesNothingTheSecondTime(UpgradeCases given) {
    Upgraded again = upgrade(given.expected(), options(given));
    assertThat(again.text()).isEqualTo(given.expected());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsLineEndsOfOtherSystems(UpgradeCases given) {
    assertThat(upgrade(given.old().replace("\n", "\r\n"), options(given)).text())
        .isEqualTo(given.expected().replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6"})
  void upgradesFilesOfEveryVersion(String version) throws IOException {
    String old = Files.readString(UpgradeCases.FOLDER.resolve("nodes-" + version + ".conf"));
    Upgraded upgraded = upgrade(old, Options.FORM);
    Path expected = UpgradeCases.FOLDER.resolve("nodes-" + version + ".new.conf");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(expected, upgraded.text());
    }
    assertThat(upgraded.text()).isEqualTo(Files.readString(expected));
    Upgraded again = upgrade(upgraded.text(), Options.FORM);
    assertThat(again.changes()).isEmpty();
    assertThat(new Merge(NodesFile.parse(Path.of("nodes.conf"), upgraded.text())).nodes())
        .isNotEmpty();
  }

  @Test
  void leavesFilesOfTodayAlone() throws IOException {
    String today = Files.readString(Path.of("config/nodes.conf"));
    assertThat(upgrade(today, Options.FORM)).isEqualTo(new Upgraded(today, List.of()));
  }

  @Test
  void refusesWhatIsNoNodesConf() {
    assertThatThrownBy(() -> upgrade("nodes: [a]\n", Options.FORM))
        .isInstanceOf(ConfigException.class)
        .hasMessage("nodes.conf:1: 'nodes' takes a map");
    assertThatThrownBy(() -> upgrade("nodes:\n  a: 1\n  a: 2\n", Options.FORM))
        .hasMessageStartingWith("nodes.conf:3: ");
  }
}
