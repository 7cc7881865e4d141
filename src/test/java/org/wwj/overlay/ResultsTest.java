package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.SiteFixture;
import org.wwj.archive.Entry;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/** What is rendered again and what is not: a result that is used again is the same array. */
class ResultsTest {
  private static final String HOSTS =
      "{{range .AllNodes}}{{.NetDevs.default.Ipaddr}} {{.Id}}\n{{end}}";

  @TempDir Path folder;
  private SiteFixture site;
  private OverlayRenderer renderer;

  @BeforeEach
  void aSite() {
    site = SiteFixture.in(folder);
    renderer = site.renderer();
  }

  /** Nodes c1, c2, … each with what is to be said about it. */
  private Snapshot nodes(String... says) {
    StringBuilder text = new StringBuilder("nodes:\n");
    for (int i = 1; i <= says.length; i++) {
      text.append("  c").append(i).append(":\n");
      text.append("    network devices: {default: {ipaddr: 10.0.0.").append(10 + i).append("}}\n");
      text.append("    ").append(says[i - 1]).append('\n');
    }
    return site.parse(text.toString());
  }

  private byte[] render(Snapshot snapshot, String node, String file) {
    return renderer
        .render(snapshot.node(node).orElseThrow(), List.of("x"), snapshot)
        .entries()
        .stream()
        .filter(entry -> entry.path().equals(file))
        .map(entry -> ((Entry.Bytes) entry).content())
        .findFirst()
        .orElseThrow();
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private void template(String name, String text) {
    site.write("dist", "x", "rootfs/" + name + ".ww", text);
  }

  @Test
  void rendersWhatLooksAtNoNodeOfItsOwnOnceForAll() {
    template("hosts", HOSTS);
    template("own", "{{.Id}}");
    Snapshot snapshot = nodes("comment: a", "comment: b");
    byte[] hosts = render(snapshot, "c1", "hosts");
    assertThat(text(hosts)).isEqualTo("10.0.0.11 c1\n10.0.0.12 c2\n");
    assertThat(render(snapshot, "c2", "hosts")).isSameAs(hosts);
    assertThat(text(render(snapshot, "c1", "own"))).isEqualTo("c1");
    assertThat(text(render(snapshot, "c2", "own"))).isEqualTo("c2");
  }

  @Test
  void rendersOnceForNodesThatAreAlikeInWhatItLooksAt() {
    template("image", "{{.ImageName}} {{.Tags.role}}");
    Snapshot snapshot = nodes("tags: {role: io}", "tags: {role: io}", "image name: d");
    assertThat(render(snapshot, "c2", "image")).isSameAs(render(snapshot, "c1", "image"));
    assertThat(text(render(snapshot, "c3", "image"))).isEqualTo("d <no value>");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          # template of c2, change of c1, whether it is rendered again
          "{{.Id}}",                                     "comment: new",        false
          "{{.Comment}}",                                "comment: new",        false
          "{{len .AllNodes}}",                           "comment: new",        false
          "{{range .AllNodes}}{{.Id}}{{end}}",           "comment: new",        false
          "{{range .AllNodes}}{{.Comment}}{{end}}",      "comment: new",        true
          "{{range .AllNodes}}{{.Id}}{{end}}",           "tags: {a: b}",        false
          "{{range .AllNodes}}{{.Tags.a}}{{end}}",       "tags: {a: b}",        true
          "{{range .AllNodes}}{{.NetDevs}}{{end}}",      "cluster name: last",  true
          "{{range .AllNodes}}{{.PrimaryNetDev}}{{end}}","primary network: eth1", false
          "{{(index .AllNodes 0).Comment}}",             "comment: new",        true
          "{{printf `%v` .AllNodes}}",                   "comment: new",        true
          "{{toJson .AllNodes}}",                        "comment: new",        true
          "{{has .ThisNode .AllNodes}}",                 "comment: new",        true
          "{{.Ipaddr}} {{.Warewulf.Port}}",              "comment: new",        false
          """)
  void aChangeOfOneNodeIsRenderedWhereItWasLookedAt(String text, String change, boolean again) {
    template("out", text);
    byte[] before = render(nodes("comment: a", "comment: b"), "c2", "out");
    byte[] after = render(nodes(change, "comment: b"), "c2", "out");
    if (again) {
      assertThat(after).isNotSameAs(before);
    } else {
      assertThat(after).isSameAs(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {{.Comment}}                      | comment: x
          {{.ThisNode.Comment}}             | comment: x
          {{with .ThisNode}}{{.Init}}{{end}}| init: /x
          {{.Kernel.Args}}                  | kernel: {args: [x]}
          {{.Kernel.Version}}               | image name: x
          {{.Container}}                    | image name: x
          {{.ContainerName}}                | image name: x
          {{.Ipmi.UserName}}                | ipmi: {username: x}
          {{index .Tags "x"}}               | tags: {x: y}
          {{.Resources}}                    | resources: {x: [y]}
          {{.NetDevs.default.Ports}}        | network devices: {bond0: {type: bond}}
          {{.NetDevs.default.Primary}}      | primary network: x
          {{.DiskList}}                     | disks: {/dev/vda: {wipe_table: true}}
          {{IgnitionJson}}                  | disks: {/dev/vda: {wipe_table: true}}
          {{.FileSystems}}                  | filesystems: {/dev/vda1: {format: ext4}}
          {{.SystemOverlay}}                | system overlay: [x]
          {{.RuntimeOverlay}}               | runtime overlay: [x]
          {{.Profiles}}                     | profiles: [x]
          {{.Discoverable.Bool}}            | discoverable: true
          {{.AssetKey}}                     | asset key: x
          {{.ClusterName}}                  | cluster name: x
          {{.Ipxe}}                         | ipxe template: x
          {{.Root}}                         | root: tmpfs
          {{printf "%v" .}}                 | comment: x
          {{toJson .ThisNode}}              | comment: x
          """)
  void aChangeOfTheNodeIsRenderedWhereItWasLookedAt(String text, String change) {
    template("out", text);
    String device = "    network devices: {default: {device: eth0}}\n";
    Snapshot one = site.parse("nodes:\n  c1:\n    tags: {n: n}\n" + device);
    Snapshot other =
        site.parse(
            "nodes:\n  c1:\n    " + change + "\n" + (change.startsWith("net") ? "" : device));
    String before = rendered(one);
    String after = rendered(other);
    assertThat(after).isEqualTo(fresh(other));
    assertThat(before).isEqualTo(fresh(one));
  }

  /** The text, or what is wrong with it. */
  private String rendered(Snapshot snapshot) {
    return rendered(renderer, snapshot);
  }

  private String fresh(Snapshot snapshot) {
    return rendered(site.renderer(), snapshot);
  }

  private static String rendered(OverlayRenderer renderer, Snapshot snapshot) {
    Node node = snapshot.node("c1").orElseThrow();
    try {
      Entry.Bytes out =
          (Entry.Bytes) renderer.render(node, List.of("x"), snapshot).entries().getFirst();
      return text(out.content());
    } catch (OverlayException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void theSameResultAsWithoutItForEachNodeAndOverlayThatShips(@TempDir Path other)
      throws IOException {
    ShippedSite shipped = new ShippedSite(other);
    String[] overlays = ShippedSite.ofNodes().toArray(String[]::new);
    for (Node node : shipped.nodes()) {
      for (String overlay : overlays) {
        shipped.digest(node, overlay); // in one renderer, so that later nodes find results
      }
    }
    List<Node> nodes = new ArrayList<>(shipped.nodes());
    Collections.reverse(nodes);
    for (Node node : nodes) {
      for (String overlay : overlays) {
        assertThat(shipped.digest(node, overlay))
            .as(node.name() + " " + overlay)
            .isEqualTo(shipped.freshDigest(node, overlay));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{randAlphaNum 40}}",
        "{{uuidv4}}",
        "{{genPrivateKey `ed25519`}}",
        "{{bcrypt `x`}}",
        "{{now}}",
        "{{if true}}{{shuffle (repeat 20 `abcdef`)}}{{end}}",
        "{{htmlDate now}}{{randBytes 30}}"
      })
  void whatComesFromChanceOrTheClockIsNobodyElses(String text) {
    template("out", text);
    Snapshot snapshot = nodes("comment: a", "comment: b");
    assertThat(text(render(snapshot, "c1", "out")))
        .isNotEqualTo(text(render(snapshot, "c2", "out")));
  }

  @Test
  void keysOfANodeStayItsOwn() {
    template("key", "{{SshHostKey `ed25519`}}");
    template("certificate", "{{SshHostCertificate `ed25519`}}");
    site.write("dist", "x", "modes", "0600 key\n");
    Snapshot snapshot = nodes("comment: a", "comment: b");
    byte[] key = render(snapshot, "c1", "key");
    byte[] certificate = render(snapshot, "c1", "certificate");
    assertThat(render(snapshot, "c2", "key")).isNotEqualTo(key);
    assertThat(render(snapshot, "c2", "certificate")).isNotEqualTo(certificate);
    Snapshot later = nodes("comment: c", "primary network: eth1");
    assertThat(render(later, "c1", "key")).isSameAs(key);
    assertThat(render(later, "c1", "certificate")).isSameAs(certificate);
  }

  @Test
  void aSecretKeepsItsFileClosedAlsoForTheNextNode() {
    site.write("state", "secrets/s", "secret");
    template("s", "{{Secret `s`}}");
    Snapshot snapshot = nodes("comment: a", "comment: b");
    for (String node : List.of("c1", "c2")) {
      assertThatThrownBy(() -> render(snapshot, node, "s"))
          .hasMessageStartingWith("node " + node + ", overlay x: ")
          .hasMessageContaining("it holds a secret");
    }
  }

  @Test
  void filesAndTheTemplateAreLookedAtEachTime() {
    template("out", "{{.Id}} {{Include `inc`}}");
    Snapshot snapshot = nodes("comment: a");
    byte[] first = render(snapshot, "c1", "out");
    assertThat(text(first)).isEqualTo("c1 ");
    site.write("etc", "inc", "one");
    assertThat(text(render(snapshot, "c1", "out"))).isEqualTo("c1 one");
    site.write("etc", "inc", "two, longer");
    assertThat(text(render(snapshot, "c1", "out"))).isEqualTo("c1 two, longer");
    template("out", "now {{.Id}}");
    assertThat(text(render(snapshot, "c1", "out"))).isEqualTo("now c1");
    site.write("dist", "x", "rootfs/plain", "a");
    byte[] plain = render(snapshot, "c1", "plain");
    assertThat(render(snapshot, "c1", "plain")).isSameAs(plain);
    site.write("dist", "x", "rootfs/plain", "bb");
    assertThat(text(render(snapshot, "c1", "plain"))).isEqualTo("bb");
  }

  @Test
  void oneMistakeIsToldForEachNodeByItsName() {
    template("hosts", "{{range .AllNodes}}{{.Nope}}{{end}}");
    Snapshot snapshot = nodes("comment: a", "comment: b");
    for (String node : List.of("c1", "c2")) {
      assertThatThrownBy(() -> render(snapshot, node, "hosts"))
          .hasMessageStartingWith("node " + node + ", overlay x: template: ")
          .hasMessageContaining("hosts.ww:1:21: ");
    }
  }

  @Test
  void thoseWhoWouldRenderTheSameWaitForTheFirst() throws Exception {
    template("hosts", HOSTS);
    String[] says = new String[200];
    Arrays.setAll(says, i -> "comment: n" + i);
    Snapshot snapshot = nodes(says);
    List<Callable<byte[]>> askers = new ArrayList<>();
    for (int i = 1; i <= says.length; i++) {
      String name = "c" + i;
      askers.add(() -> render(snapshot, name, "hosts"));
    }
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(askers)) {
        arrays.add(answer.get());
      }
    }
    assertThat(arrays).hasSize(1);
  }
}
