package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.config.ConfigException;
import org.wwj.net.MacAddress;

class RegistryTest {
  @TempDir Path folder;
  private Path conf;
  private Path nodes;

  @BeforeEach
  void site() throws IOException {
    conf = folder.resolve("wwj.conf");
    nodes = folder.resolve("nodes.conf");
    Files.writeString(conf, "ipaddr: 10.0.0.1/24\n");
    Files.writeString(nodes, "nodes: {c1: {}}\n");
  }

  private static void waitFor(Registry registry, String node) {
    await().atMost(Duration.ofSeconds(20)).until(() -> registry.snapshot().node(node).isPresent());
  }

  @Test
  void aSavedChangeIsSeenHoweverItIsSaved() throws IOException {
    try (Registry registry = new Registry(conf)) {
      assertThat(registry.snapshot().nodes()).containsOnlyKeys("c1");
      Files.writeString(nodes, "nodes: {c2: {}}\n");
      waitFor(registry, "c2");

      Path beside = Files.writeString(folder.resolve("new"), "nodes: {c3: {}}\n");
      Files.move(
          beside, nodes, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      waitFor(registry, "c3");

      Path elsewhere = Files.createDirectory(folder.resolve("git")).resolve("nodes.conf");
      Files.writeString(elsewhere, "nodes: {c4: {}}\n");
      Files.delete(nodes);
      Files.createSymbolicLink(nodes, elsewhere);
      waitFor(registry, "c4");

      Files.writeString(elsewhere, "nodes: {c5: {}}\n");
      waitFor(registry, "c5");

      Files.writeString(conf, "ipaddr: 10.0.0.2/24\n");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> registry.snapshot().config().baseUrl().contains("10.0.0.2"));
    }
  }

  @Test
  void aBrokenFileLeavesTheLastGoodVersion() throws IOException {
    try (Registry registry = new Registry(conf)) {
      Files.writeString(nodes, "nodes:\n  c1:\n    imag name: x\n");
      await().atMost(Duration.ofSeconds(20)).until(() -> !registry.problems().isEmpty());
      assertThat(registry.problems()).first().asString().startsWith(nodes + ":3: unknown key");
      assertThat(registry.snapshot().nodes()).containsOnlyKeys("c1");
      Files.writeString(nodes, "nodes: {c2: {}}\n");
      waitFor(registry, "c2");
      assertThat(registry.problems()).isEmpty();
    }
  }

  @Test
  void doesNotComeUpWithABrokenFile() throws IOException {
    Files.writeString(nodes, "nodes: [\n");
    assertThatThrownBy(() -> new Registry(conf).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(nodes + ":");
  }

  @Test
  void comesUpWithoutAnyNode() throws IOException {
    Files.delete(nodes);
    try (Registry registry = new Registry(conf)) {
      assertThat(registry.snapshot().nodes()).isEmpty();
      Files.writeString(nodes, "nodes: {c1: {}}\n");
      waitFor(registry, "c1");
    }
  }

  @Test
  void warnsOfProfilesThatDoNotExistAndDoubleAddresses() throws IOException {
    String device = "{network devices: {default: {hwaddr: 52:54:00:00:00:01}}";
    Files.writeString(
        nodes, "nodes:\n  a: " + device + "}\n  b: " + device + ", profiles: [nope]}\n");
    Snapshot snapshot = Registry.load(conf);
    assertThat(snapshot.warnings())
        .anySatisfy(w -> assertThat(w).contains(nodes + ":3: ").contains("'nope'"))
        .anySatisfy(w -> assertThat(w).contains("already belongs to node a"));
    assertThat(snapshot.byMac(MacAddress.parse("52:54:00:00:00:01")))
        .hasValueSatisfying(r -> assertThat(r.node().name()).isEqualTo("a"));
  }
}
