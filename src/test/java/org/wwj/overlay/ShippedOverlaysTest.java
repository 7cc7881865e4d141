package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Entry;
import org.wwj.registry.Node;

/**
 * What the overlays that ship make of nodes of each kind ({@code overlay/nodes.conf}), held to
 * {@code src/test/resources/overlay/OVERLAY.txt}: each file once for all nodes that get the same,
 * without folders as usual. {@code -Dtest.args=-Dgolden=write} writes these files anew.
 */
class ShippedOverlaysTest {
  private static final Path GOLDEN = Path.of("src/test/resources/overlay");
  private static final Set<String> SCRIPTS =
      Set.of("usr/libexec/wwj/client", "usr/libexec/wwj/ready", "usr/libexec/wwj/mig");

  @TempDir static Path folder;
  private static ShippedSite site;

  @BeforeAll
  static void prepare() throws IOException {
    site = new ShippedSite(folder);
  }

  @TestFactory
  Stream<DynamicTest> rendersAsExpected() throws IOException {
    return ShippedSite.overlays().stream()
        .map(overlay -> DynamicTest.dynamicTest(overlay, () -> compare(overlay)));
  }

  private static void compare(String overlay) throws IOException {
    List<Node> nodes =
        switch (overlay) {
          case "host" -> List.of(ShippedSite.server());
          // It shows all of everything, so a few that differ will do.
          case "debug" -> List.of(site.node("bonded"), site.node("disks"), site.node("tags"));
          default -> site.nodes();
        };
    SortedMap<String, Map<String, List<String>>> paths = new TreeMap<>();
    for (Node node : nodes) {
      for (Entry entry : site.render(node, overlay)) {
        String shown = show(entry).replace("wwj for " + node.name() + ";", "wwj for NODE;");
        paths
            .computeIfAbsent(entry.path(), path -> new LinkedHashMap<>())
            .computeIfAbsent(shown, text -> new ArrayList<>())
            .add(node.name());
      }
    }
    StringBuilder golden = new StringBuilder();
    paths
        .values()
        .forEach(texts ->
            texts.forEach((text, names) -> {
              String who = names.size() == nodes.size() ? "all" : String.join(" ", names);
              golden.append(text.replaceFirst("\n", " (" + who + ")\n"));
            }));
    Path file = GOLDEN.resolve(overlay + ".txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, golden);
    }
    assertThat(golden.toString()).isEqualTo(Files.readString(file));
  }

  private static String show(Entry entry) {
    // A clone's own folders and files have the mode that its umask gives.
    String head =
        "=== %04o %d:%d /%s".formatted(entry.mode() & ~022, entry.uid(), entry.gid(), entry.path());
    return switch (entry) {
      case Entry.Directory d -> d.mode() == 0755 && d.uid() == 0 ? "" : head + "/\n";
      case Entry.Symlink s -> head + " -> " + s.target() + "\n";
      case Entry.Bytes b when SCRIPTS.contains(b.path()) -> head + ": a script\n";
      case Entry.Bytes b when text(b).contains("PRIVATE KEY") -> head + ": a private key\n";
      case Entry.Bytes b when b.path().endsWith(".token") -> head + ": a token\n";
      case Entry.Bytes b -> {
        String text = text(b).replaceAll("(?m)^\\| \\.BuildTime.*\n", "").replace("\0", "<NUL>");
        yield head + "\n" + text + (text.endsWith("\n") ? "" : "<no newline>\n");
      }
      default -> head + "\n";
    };
  }

  private static String text(Entry.Bytes file) {
    return new String(file.content(), StandardCharsets.UTF_8);
  }

  private static List<Entry.Bytes> files(Node node, String... overlays) {
    return site.render(node, overlays).stream()
        .filter(Entry.Bytes.class::isInstance)
        .map(Entry.Bytes.class::cast)
        .toList();
  }

  /** All at once, as a site may well have them: none may write what another one writes. */
  @Test
  void eachWritesFilesOfItsOwn() throws IOException {
    List<String> overlays = new ArrayList<>(ShippedSite.ofNodes());
    overlays.removeAll(List.of("systemd.mount", "systemd.swap")); // come with ignition
    for (Node node : site.nodes()) {
      Map<String, String> writers = new LinkedHashMap<>();
      for (String overlay : overlays) {
        for (Entry entry : site.render(node, overlay)) {
          if (!(entry instanceof Entry.Directory)
              && !overlay.equals("wwinit")
              && !overlay.equals("wwclient")) {
            assertThat(writers.put(entry.path(), overlay)).as(entry.path()).isNull();
          }
        }
      }
      assertThat(site.render(node, overlays.toArray(String[]::new)))
          .noneMatch(entry -> entry.path().endsWith(".wwbackup"));
    }
  }

  /** A nodes.conf of Warewulf's that names its overlays as its own default profile does. */
  @Test
  void warewulfsOwnListsRender() {
    String[] system = {
      "wwinit",
      "wwclient",
      "hosts",
      "fstab",
      "hostname",
      "ssh.host_keys",
      "issue",
      "resolv",
      "udev.netname",
      "systemd.netname",
      "ifcfg",
      "ifupdown",
      "NetworkManager",
      "wicked",
      "ignition"
    };
    for (Node node : site.nodes()) {
      assertThat(site.render(node, system))
          .extracting(Entry::path)
          .contains(
              "etc/systemd/system/wwj-ready.service",
              "etc/systemd/system/wwj-client.timer",
              "usr/libexec/wwj/ready",
              "usr/libexec/wwj/client",
              "warewulf/run-init");
      assertThat(site.render(node, "hosts", "ssh.authorized_keys")).isNotEmpty();
    }
  }

  @Test
  void nothingIsLeftUnsaid() throws IOException {
    for (Node node : site.nodes()) {
      for (String overlay : ShippedSite.ofNodes()) {
        for (Entry.Bytes file : files(node, overlay)) {
          if (!overlay.equals("debug")) {
            assertThat(text(file))
                .as(node.name() + " " + file.path())
                .doesNotContain("<no value>", "<nil>", "%!", "map[");
          }
        }
      }
    }
  }

  @Test
  void secretsAreTheOwnersOnly() throws IOException {
    Set<String> secret = new TreeSet<>();
    for (String overlay : ShippedSite.ofNodes()) {
      for (Entry.Bytes file : files(site.node("tags"), overlay)) {
        String text = text(file);
        if (text.contains("PRIVATE KEY")
            || text.contains("it's a secret")
            || file.path().endsWith(".token")
            || text.contains(ShippedSite.MUNGE_KEY.trim())) {
          assertThat(file.mode() & 077).as(file.path()).isZero();
          secret.add(file.path());
        }
      }
    }
    assertThat(secret)
        .containsExactly(
            "etc/munge/munge.key",
            "etc/ssh/ssh_host_ecdsa_key",
            "etc/ssh/ssh_host_ed25519_key",
            "etc/wwj/runtime.token",
            "warewulf/init.d/50-ipmi");
  }

  @Test
  void aSecretComesToTheByte() throws IOException {
    assertThat(files(site.node("single"), "munge"))
        .filteredOn(file -> file.path().endsWith("munge.key"))
        .singleElement()
        .satisfies(file -> {
          assertThat(text(file)).isEqualTo(ShippedSite.MUNGE_KEY);
          assertThat(file.mode()).isEqualTo(0400);
          assertThat(file.uid()).isEqualTo(991);
          assertThat(file.gid()).isEqualTo(990);
        });
  }

  /** Overlay hosts may be rendered once for all. */
  @Test
  void hostsAreTheSameForAllNodes() {
    assertThat(site.nodes().stream().map(node -> text(files(node, "hosts").getFirst())).distinct())
        .hasSize(1);
  }

  @Test
  void scriptsParseInEveryShell() throws Exception {
    Set<String> checked = new TreeSet<>();
    for (Node node : site.nodes()) {
      for (String overlay : ShippedSite.ofNodes()) {
        for (Entry.Bytes file : files(node, overlay)) {
          if (text(file).startsWith("#!/bin/sh") && checked.add(text(file))) {
            parse(file);
          }
        }
      }
    }
    for (Entry.Bytes file : files(ShippedSite.server(), "host")) {
      if (file.path().endsWith(".sh")) {
        parse(file);
      }
    }
    assertThat(checked).hasSizeGreaterThan(10);
  }

  private static void parse(Entry.Bytes script) throws Exception {
    for (String shell : List.of("dash", "bash")) {
      Process process = new ProcessBuilder(shell, "-n").redirectErrorStream(true).start();
      process.getOutputStream().write(script.content());
      process.getOutputStream().close();
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .as(script.path())
          .isEmpty();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(script.path()).isZero();
    }
  }
}
