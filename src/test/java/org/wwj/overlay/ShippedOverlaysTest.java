package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Entry;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * What the overlays that ship make of nodes of each kind, held to {@code
 * src/test/resources/overlay/NODE.txt}; {@code -Dtest.args=-Dgolden=write} writes these files anew.
 */
class ShippedOverlaysTest {
  private static final Path GOLDEN = Path.of("src/test/resources/overlay");
  private static final List<String> OVERLAYS =
      List.of(
          "hostname", "hosts", "resolv", "systemd.networkd", "NetworkManager", "ready", "client");

  @TempDir Path folder;

  private static final Node SINGLE =
      node(
          "single",
          Site.device(
              "default", "52:54:00:00:00:01", "10.0.0.11", "10.0.0.1", Map.of("DNS", "10.0.0.1")));
  private static final Node TWO =
      node(
          "two",
          Site.device("default", "52:54:00:00:00:02", "10.0.0.12", "10.0.0.1", Map.of()),
          new NetDevice(
              "storage",
              "",
              "false",
              "eth1",
              "52:54:00:00:01:02",
              org.wwj.net.Prefix.parseAddress("10.1.0.12"),
              org.wwj.net.Prefix.parseAddress("255.255.0.0"),
              null,
              "fd00::12",
              "64",
              "fd00::1",
              "9000",
              new java.util.TreeMap<>()));
  private static final Node NO_GATEWAY =
      node("nogateway", Site.device("default", "52:54:00:00:00:03", "10.0.0.13", "", Map.of()));
  private static final Node NAMES =
      node(
          "names",
          Site.device(
              "default",
              "52:54:00:00:00:04",
              "10.0.0.14",
              "10.0.0.1",
              Map.of(
                  "DNS", "10.0.0.1, 10.0.0.2",
                  "DNS2", "fd00::53",
                  "DNSSEARCH", "hpc.example example")));
  private static final Node DYNAMIC =
      node("dynamic", Site.device("default", "52:54:00:00:00:05", "", "", Map.of()));

  private static Node node(String name, NetDevice... devices) {
    return Site.node(name, OVERLAYS, devices);
  }

  private List<Entry> render(Node node) {
    Site site = Site.shipped(folder);
    Snapshot snapshot = site.snapshot(SINGLE, TWO, NO_GATEWAY, NAMES, DYNAMIC);
    return site.renderer().render(node, OVERLAYS, snapshot).entries();
  }

  @TestFactory
  Stream<DynamicTest> rendersAsExpectedFor() {
    return Stream.of(SINGLE, TWO, NO_GATEWAY, NAMES, DYNAMIC)
        .map(node -> DynamicTest.dynamicTest(node.name(), () -> compare(node)));
  }

  private void compare(Node node) throws IOException {
    StringBuilder shown = new StringBuilder();
    for (Entry entry : render(node)) {
      String head =
          "=== %04o %d:%d /%s"
              .formatted(entry.mode() & ~022, entry.uid(), entry.gid(), entry.path());
      switch (entry) {
        case Entry.Bytes b when b.path().startsWith("usr/libexec/") ->
            shown.append(head).append(" (script)\n"); // the same for all nodes
        case Entry.Bytes b ->
            shown.append(head).append('\n').append(new String(b.content(), StandardCharsets.UTF_8));
        case Entry.Symlink s -> shown.append(head).append(" -> ").append(s.target()).append('\n');
        default -> shown.append(head).append("/\n");
      }
    }
    Path golden = GOLDEN.resolve(node.name() + ".txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(golden, shown);
    }
    assertThat(shown.toString()).isEqualTo(Files.readString(golden));
  }

  @Test
  void keepsNetworkKeysFromOtherUsers() {
    assertThat(render(TWO))
        .filteredOn(e -> e.path().endsWith(".nmconnection"))
        .hasSize(2)
        .allMatch(e -> e.mode() == 0600);
  }

  @Test
  void scriptsParseInEveryShell() throws Exception {
    for (Entry entry : render(SINGLE)) {
      if (entry.path().startsWith("usr/libexec/wwj/") && entry instanceof Entry.Bytes script) {
        for (List<String> shell : List.of(List.of("dash", "-n"), List.of("bash", "-n"))) {
          ProcessBuilder builder = new ProcessBuilder(shell).redirectErrorStream(true);
          Process process = builder.start();
          process.getOutputStream().write(script.content());
          process.getOutputStream().close();
          assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .isEmpty();
          assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
          assertThat(process.exitValue()).isZero();
        }
      }
    }
  }
}
