package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.SiteFixture;
import org.wwj.archive.Digest;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Peers;
import org.wwj.boot.Phase;
import org.wwj.boot.Running;
import org.wwj.boot.Status;
import org.wwj.boot.Timeline;
import org.wwj.boot.Tokens;
import org.wwj.boot.Traffic;
import org.wwj.boot.Turn;
import org.wwj.delivery.Answer.Bytes;
import org.wwj.delivery.Answer.FileSlice;
import org.wwj.delivery.Answer.Reason;
import org.wwj.delivery.Answer.Refusal;
import org.wwj.image.ChunkIndex;
import org.wwj.image.ImageFixture;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspector;
import org.wwj.image.Manifest;
import org.wwj.image.Ram;
import org.wwj.net.MacAddress;
import org.wwj.overlay.OverlayArchives;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.overlay.RuntimeTokens;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;

class CatalogTest {
  private static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  private static final String ME = "52-54-00-00-00-01";
  private static final Pattern TOKEN = Pattern.compile("token=([^& \\n]+)");

  @TempDir Path folder;
  private final AtomicReference<Snapshot> snapshot = new AtomicReference<>();
  private FactsStore facts;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T05:00:00Z"));
  private Timeline timeline;
  private Peers peers;
  private final Admission admission = new Admission(() -> 1, () -> 0, System::nanoTime);
  private Catalog catalog;

  /** How often an answer was left to threads that may block. */
  private final AtomicInteger crossings = new AtomicInteger();

  @BeforeEach
  void aSiteWithOneBuiltImage() throws IOException {
    snapshot.set(SiteFixture.snapshot(folder, Map.of("c1", C1)));
    Path generation = folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa");
    Files.createDirectories(generation);
    ImageFixture.generation(generation, "debian-12", "root.squashfs");
    for (String file : List.of("vmlinuz", "stage1.img")) {
      Files.writeString(generation.resolve(file), file);
    }
    Files.createSymbolicLink(generation.resolveSibling("current"), generation.getFileName());
    Path templates = Files.createDirectories(folder.resolve("share/config/ipxe"));
    for (String name : List.of("default.ipxe", "unconfigured.ipxe")) {
      Files.copy(Path.of("config/ipxe", name), templates.resolve(name));
    }
    Files.createDirectories(folder.resolve("ipxe"));
    Files.writeString(folder.resolve("ipxe/snponly.efi"), "loader");
    Files.writeString(folder.resolve("ipxe/secret"), "not a loader");
    facts = new FactsStore(folder.resolve("machines"));
    timeline = new Timeline(snapshot::get, now::get);
    peers = new Peers(snapshot::get, timeline, now::get);
    ImageStore images =
        new ImageStore(folder.resolve("state/chroots"), folder.resolve("state/provision"));
    catalog =
        Catalog.of(
            new Catalog.Site(
                snapshot::get,
                () -> List.of("nodes.conf:3: broken"),
                Tokens.load(folder.resolve("key")),
                images,
                new ChunkIndex(images),
                new OverlayArchives(
                    new OverlayRenderer(
                        new OverlayStore(SiteFixture.config(folder).paths()), images, "sms"),
                    1 << 20),
                facts,
                new Inspector(folder.resolve("keys"))),
            admission,
            peers,
            timeline,
            now::get,
            task -> {
              crossings.incrementAndGet();
              task.run();
            });
  }

  @Test
  void imagesAreAnsweredOnTheEventLoopAndTheRestOnThreadsThatMayBlock() {
    ask("/image/" + ME);
    assertThat(crossings).hasValue(0);
    ask("/ipxe/" + ME);
    ask("/system/" + ME);
    ask("/chunk/" + "0".repeat(64));
    assertThat(crossings).hasValue(3);
  }

  @Test
  void theScriptPinsTheGenerationAndCarriesTheTokenAndTheAddress() {
    String script = text(ask("/ipxe/" + ME));
    assertThat(script)
        .startsWith("#!ipxe\n")
        .contains(
            "kernel --name kernel http://10.0.0.1:9873/kernel/"
                + ME
                + "?generation=20261123T050000Z-aa&token=")
        .contains(" initrd=stage1 ")
        .contains(
            "initrd --name stage1 http://10.0.0.1:9873/initramfs/"
                + ME
                + "?generation=20261123T050000Z-aa&token=")
        .contains(" wwj.ip=10.0.0.11/24 ")
        .contains(" wwj.image=debian-12@20261123T050000Z-aa ")
        .contains(" wwj.root=squashfs ")
        .contains(" quiet console=ttyS0 init=/sbin/init")
        .doesNotContain("<no value>");
    assertThat(status().phase()).isEqualTo(Phase.SCRIPT);
    assertThat(status().total()).isPositive();
  }

  @Test
  void theStatusSaysWhoWaitsForItsTurnAndWhoIsSentItsImage() throws IOException {
    ask("/image/" + ME);
    MacAddress other = MacAddress.parse("52:54:00:00:00:02");
    admission.ask(new Admission.Asker(other, 1000, 0, false));
    admission.ask(new Admission.Asker(C1, 1000, 0, false));
    Status all = Status.parse(((Bytes) ask("/status")).content());
    assertThat(all.nodes().getFirst().reason()).isEqualTo("waiting for its turn (next)");
    assertThat(all.nodes().getFirst().turn()).isEqualTo(new Turn.Waiting(0, null));
    assertThat(all.traffic()).isEqualTo(new Traffic(0, 1, 1, 1, 0));
    assertThat(new Turn.Waiting(37, Duration.ofSeconds(40)).sentence())
        .isEqualTo("waiting for its turn (37 before it, about 40 s)");
  }

  @Test
  void theStatusSaysWhichMirrorANodeFetchesFromAndWhatHasCome() {
    assertThat(text(told("image", "5000"))).isEqualTo("ok\n");
    NodeStatus node = Status.parse(((Bytes) ask("/status")).content()).nodes().getFirst();
    assertThat(node.phase()).isEqualTo(Phase.IMAGE);
    assertThat(node.bytes()).isEqualTo(5000);
    assertThat(node.turn())
        .isInstanceOfSatisfying(
            Turn.Mirrored.class,
            turn ->
                assertThat(turn.sentence()).isEqualTo("fetches from mirror http://10.1.0.2:8080"));
    told("image", "-1");
    told("image", "99999999999999999999999");
    assertThat(status().bytes()).as("numbers that are none").isEqualTo(5000);
    told("init", "7000");
    assertThat(status().phase()).isEqualTo(Phase.INIT);
    assertThat(status().bytes()).isEqualTo(7000);
    assertThat(ask("/report/" + ME, Map.of("phase", "image"), "10.0.0.11"))
        .isInstanceOf(Answer.Refusal.class);
  }

  @Test
  void aNodeThatGetsItsImageFromElsewhereWaitsNoMore() throws IOException {
    admission.ask(new Admission.Asker(MacAddress.parse("52:54:00:00:00:02"), 1000, 0, false));
    admission.ask(new Admission.Asker(C1, 1000, 0, false));
    told("image", "0");
    assertThat(status(0).turn()).isInstanceOf(Turn.Waiting.class);
    told("image", "5000");
    assertThat(status(0).turn()).isInstanceOf(Turn.Mirrored.class);
  }

  private Answer told(String phase, String bytes) {
    return ask(
        "/report/" + ME,
        Map.of("phase", phase, "mirror", "http://10.1.0.2:8080", "mirrored", bytes),
        "10.0.0.11");
  }

  @Test
  void anAskerWithAnotherAddressGetsNoToken() {
    assertThat(text(ask("/ipxe/" + ME, "10.0.0.99"))).contains("#!ipxe").doesNotContain("token=");
  }

  @Test
  void filesOfTheNodeComeFromItsGeneration() {
    for (Map.Entry<String, String> part :
        Map.of(
                "kernel",
                "vmlinuz",
                "initramfs",
                "stage1.img",
                "image",
                "root.squashfs",
                "manifest",
                "manifest")
            .entrySet()) {
      Answer answer = ask("/" + part.getKey() + "/" + ME);
      assertThat(answer)
          .isInstanceOfSatisfying(
              FileSlice.class,
              slice -> {
                assertThat(slice.file()).endsWith(Path.of(part.getValue()));
                assertThat(slice.file()).hasSize(slice.size());
              });
    }
    assertThat(status().phase()).isEqualTo(Phase.IMAGE);
  }

  @Test
  void aNodeWhoseFilesAreNotWhatWasBuiltIsToldAndAsksAgain() throws IOException {
    Files.writeString(
        folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa/root.squashfs"), "x");
    assertThat(text(ask("/ipxe/" + ME))).contains("root.squashfs has 1 bytes");
    assertThat(status().phase()).isEqualTo(Phase.FAILED);
    assertThat(status().reason())
        .startsWith(
            "image debian-12@20261123T050000Z-aa: root.squashfs has 1 bytes, it was built with 13; ")
        .contains("wwj image build --force debian-12");
  }

  @Test
  void theStatusTellsOfDamageBeforeANodeFindsOut() throws IOException {
    Files.writeString(
        folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa/manifest"), "x");
    assertThat(Status.parse(((Bytes) ask("/status")).content()).problems())
        .last()
        .asString()
        .startsWith("image debian-12@20261123T050000Z-aa: manifest is damaged")
        .endsWith("(c1)");
    // Its stage-1 has a manifest of its own, so it boots.
    assertThat(text(ask("/ipxe/" + ME))).contains("kernel --name kernel");
  }

  @Test
  void theStatusTellsWhoRunsAnOldGeneration() throws IOException {
    ask("/ipxe/" + ME);
    assertThat(running())
        .containsExactly(
            new Running("c1", "debian-12@20261123T050000Z-aa", "debian-12@20261123T050000Z-aa"));
    Path next = folder.resolve("state/provision/images/debian-12/20261124T050000Z-bb");
    ImageFixture.generation(next, "debian-12", "new");
    Path current = next.resolveSibling("current");
    Files.delete(current);
    Files.createSymbolicLink(current, next.getFileName());
    assertThat(running().getFirst().behind()).isTrue();
    assertThat(running().getFirst().next()).isEqualTo("debian-12@20261124T050000Z-bb");
  }

  private List<Running> running() {
    return Status.parse(((Bytes) ask("/status")).content()).running();
  }

  @Test
  void aMachineNobodyDefinedIsToldWhoItIsAndAsksAgain() {
    String script =
        text(
            ask(
                "/ipxe/52-54-00-00-00-99?",
                Map.of("product", "PowerEdge", "serial", "X1"),
                "10.0.0.200"));
    assertThat(script)
        .contains("52:54:00:00:00:99")
        .contains("wwj node add NAME --hwaddr 52:54:00:00:00:99")
        .contains("chain --replace --autofree http://10.0.0.1:9873/ipxe/52-54-00-00-00-99?try=1");
    assertThat(timeline.status(List.of()).unknown())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.address()).isEqualTo("10.0.0.200");
          assertThat(m.reason()).isEqualTo("PowerEdge, X1");
        });
  }

  @Test
  void aNodeThatCannotBootSaysWhyOnItsConsoleAndInTheStatus() {
    use(SiteFixture.node("c1", C1, "10.0.0.11", "squashfs"), "rocky-10");
    assertThat(text(ask("/ipxe/" + ME)))
        .contains("image rocky-10 of node c1 is not built")
        .contains("chain --replace");
    assertThat(status().phase()).isEqualTo(Phase.FAILED);
    assertThat(status().reason()).contains("wwj image build rocky-10");

    snapshot.set(
        new Snapshot(
            SiteFixture.config(folder),
            List.of(SiteFixture.node("c1", C1, "10.0.0.11", "floppy")),
            List.of()));
    assertThat(text(ask("/ipxe/" + ME))).contains("root 'floppy' is not known");
  }

  @Test
  void aNodeThatCouldNotBootGoesOnWithoutAResetOnceItIsMended() {
    Node c1 = SiteFixture.node("c1", C1, "10.0.0.11", "squashfs");
    use(c1, "rocky-10");
    ask("/ipxe/" + ME);
    use(c1, "debian-12");
    String token = token();
    assertThat(status().phase()).as("it has not done anything yet").isEqualTo(Phase.FAILED);
    ask("/kernel/" + ME, Map.of("token", token), "10.0.0.11");
    assertThat(status().phase()).isEqualTo(Phase.KERNEL);
    assertThat(status().reason()).isEmpty();
    ask("/report/" + ME, Map.of("phase", "ready"), "10.0.0.11");
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(timeline.readySince(C1)).isPresent();
  }

  @Test
  void nobodyElseMovesANode() {
    Node c1 = SiteFixture.node("c1", C1, "10.0.0.11", "squashfs");
    use(c1, "debian-12");
    othersLookAtIt();
    assertThat(timeline.status(List.of()).nodes()).as("it was never seen").isEmpty();
    ask("/report/" + ME, Map.of("phase", "ready"), "10.0.0.11");
    use(c1, "rocky-10"); // which is not built
    othersLookAtIt();
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(timeline.image(C1)).as("what it was told to boot").isEmpty();
    use(c1, "debian-12");
    now.updateAndGet(t -> t.plusSeconds(5));
    timeline.reached(C1, Phase.DISCOVER, "PXE");
    othersLookAtIt();
    assertThat(status().phase()).isEqualTo(Phase.DISCOVER);
    assertThat(status().bytes()).isZero();
    ask("/kernel/" + ME, Map.of("token", token()), "192.0.2.7");
    assertThat(status().phase()).as("its token is as good").isEqualTo(Phase.KERNEL);
  }

  private void othersLookAtIt() {
    for (String part : List.of("ipxe", "kernel", "initramfs", "image", "manifest")) {
      ask("/" + part + "/" + ME, "10.0.0.1");
      ask(Request.Part.HEAD, "/" + part + "/" + ME, Map.of(), "10.0.0.11");
    }
  }

  @Test
  void aNodeWithoutAReservationIsNotBelievedItsAddress() throws IOException {
    NodesFile nodes =
        NodesFile.parse(
            Path.of("nodes.conf"),
            """
            nodes:
              c1:
                image name: debian-12
                network devices: {default: {hwaddr: "52:54:00:00:00:01"}}
            """);
    snapshot.set(Registry.snapshot(SiteFixture.config(folder), nodes));
    InetAddress there = InetAddress.getByName("10.0.0.200");
    for (int i = 0; i < 2; i++) {
      assertThat(text(ask("/ipxe/" + ME, "10.0.0.200"))).doesNotContain("token=");
    }
    assertThat(timeline.macOf(there)).isEmpty();
    timeline.address(C1, there);
    assertThat(text(ask("/ipxe/" + ME, "10.0.0.200")))
        .as("it was there once, and may be elsewhere now")
        .doesNotContain("token=");
  }

  @Test
  void aNodeThatRunsDoesSoAlsoWhileItsRuntimeOverlayIsBroken() throws IOException {
    String token = token();
    now.updateAndGet(t -> t.plusSeconds(30));
    ask("/report/" + ME, Map.of("phase", "ready"), "10.0.0.11");
    assertThat(reason(ask("/runtime/" + ME, Map.of("token", token), "10.0.0.11")))
        .as("any user of the node can read that token")
        .isEqualTo(Reason.UNAUTHORIZED);
    assertThat(reason(ask("/runtime/" + ME, Map.of("token", runtimeToken()), "10.0.0.11")))
        .as("the site has no overlays")
        .isEqualTo(Reason.ERROR);
    assertThat(status().phase()).isEqualTo(Phase.READY);
    now.updateAndGet(t -> t.plusSeconds(5));
    timeline.reached(C1, Phase.DISCOVER, "PXE");
    ask("/runtime/" + ME, Map.of("token", token()), "10.0.0.11");
    assertThat(status().phase()).as("stage-1 does without").isEqualTo(Phase.SCRIPT);
    ask("/system/" + ME, Map.of("token", token()), "10.0.0.11");
    assertThat(status().phase()).isEqualTo(Phase.FAILED);
  }

  /** Stage-1 takes 404 for an answer, and tries again after an error of the server. */
  @Test
  void aDiskThatCannotBeReadIsNoMissingImage() throws IOException {
    Path image =
        folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa/root.squashfs");
    Files.delete(image);
    assertThat(reason(ask("/image/" + ME))).isEqualTo(Reason.NOT_FOUND);
    Files.createSymbolicLink(image, image.getFileName());
    assertThat(reason(ask("/image/" + ME))).isEqualTo(Reason.ERROR);
  }

  @Test
  void theArchiveBootLoadsImageAndOverlaysWithoutStage1() {
    snapshot.set(
        new Snapshot(
            SiteFixture.config(folder),
            List.of(SiteFixture.node("c1", C1, "10.0.0.11", "initramfs")),
            List.of()));
    assertThat(text(ask("/ipxe/" + ME)))
        .contains("initrd=image initrd=system initrd=runtime")
        .contains("root=ramfs")
        .contains("rdinit=/sbin/init");
    assertThat(((Refusal) ask("/image/" + ME)).message()).contains("wwj image build debian-12");
  }

  @Test
  void overlaysAreForTheBootingNodeOnly() {
    assertThat(reason(ask("/system/" + ME))).isEqualTo(Reason.UNAUTHORIZED);
    assertThat(reason(ask("/runtime/" + ME))).isEqualTo(Reason.UNAUTHORIZED);
    assertThat(reason(ask("/system/" + ME, Map.of("token", "1.x"), "10.0.0.11")))
        .isEqualTo(Reason.UNAUTHORIZED);
  }

  @Test
  void allThatANodeIsSentKeepsToItsPace() throws IOException {
    for (String overlay : List.of("hostname", "hosts")) {
      Files.createDirectories(folder.resolve("share/overlays/" + overlay + "/rootfs"));
    }
    Node node = SiteFixture.node("c1", C1, "10.0.0.11", "squashfs");
    use(node, "debian-12", node.kernel(), new TreeMap<>(Map.of("bootpace", "8M")));
    for (String part : List.of("kernel", "initramfs", "image", "manifest")) {
      assertThat(((FileSlice) ask("/" + part + "/" + ME)).pace()).isEqualTo(1_000_000);
    }
    Map<String, String> query = Map.of("token", token());
    for (String part : List.of("system", "runtime")) {
      assertThat(((Bytes) ask("/" + part + "/" + ME, query, "10.0.0.11")).pace())
          .isEqualTo(1_000_000);
    }
    String chunk = "/chunk/" + Digest.of("root.squashfs");
    assertThat(((FileSlice) ask(chunk, "10.0.0.11")).pace()).isEqualTo(1_000_000);
    assertThat(((FileSlice) ask(chunk, "10.0.0.99")).pace()).as("a mirror").isZero();
  }

  @Test
  void overlaysKeepTheirTagWhileAnEditIsBrokenAndTheStatusSaysSo() throws IOException {
    Path hostname = folder.resolve("share/overlays/hostname/rootfs/etc/hostname.ww");
    Files.createDirectories(hostname.getParent());
    Files.createDirectories(folder.resolve("share/overlays/hosts/rootfs"));
    Files.writeString(hostname, "{{.Id}}");
    Map<String, String> query = Map.of("token", token(), "format", "tar");

    Bytes good = (Bytes) ask("/system/" + ME, query, "10.0.0.11");
    assertThat(((Bytes) ask("/system/" + ME, query, "10.0.0.11")).etag()).isEqualTo(good.etag());
    Files.writeString(hostname, "{{.Id}}\n{{.Nope}}");
    Bytes broken = (Bytes) ask("/system/" + ME, query, "10.0.0.11");
    assertThat(broken.etag()).isEqualTo(good.etag());
    assertThat(broken.content()).isEqualTo(good.content());

    Status status = Status.parse(((Bytes) ask("/status")).content());
    assertThat(status.nodes().getFirst().reason())
        .startsWith("system overlays are broken, the last good ones are sent: overlay hostname: ")
        .contains("hostname.ww:2:2: ");
    assertThat(status.problems()).hasSize(2).last().asString().contains(":2:2: ").endsWith("(c1)");

    Files.writeString(hostname, "mended {{.Id}}");
    assertThat(Status.parse(((Bytes) ask("/status")).content()).problems()).hasSize(1);
    assertThat(((Bytes) ask("/system/" + ME, query, "10.0.0.11")).etag()).isNotEqualTo(good.etag());
  }

  @Test
  void overlaysAreRenderedBeforehandForTheAdminAlone() throws IOException {
    Path hostname = folder.resolve("share/overlays/hostname/rootfs/etc/hostname.ww");
    Files.createDirectories(hostname.getParent());
    Files.createDirectories(folder.resolve("share/overlays/hosts/rootfs"));
    Files.writeString(hostname, "{{.Id}}");
    assertThat(reason(ask("/overlays"))).isEqualTo(Reason.NOT_FOUND);
    assertThat(text(askLocally("/overlays", Map.of()))).isEmpty();
    Files.writeString(hostname, "\n{{.Nope}}");
    String mistake = "c1\tnode c1, overlay hostname: template: " + hostname + ":2:2: ";
    assertThat(text(askLocally("/overlays", Map.of("nodes", "c[1-3]")))).startsWith(mistake);
    assertThat(text(askLocally("/overlays", Map.of("nodes", "c2")))).isEmpty();
  }

  @Test
  void whatANodeSaysOfAMirrorStaysInItsStatusAlsoWhenItRuns() {
    String mirror = "http://10.1.0.2:8080";
    ask(
        "/report/" + ME,
        Map.of("phase", "mirror", "mirror", mirror, "chunk", "ab".repeat(32)),
        "10.0.0.11");
    ask("/report/" + ME, Map.of("phase", "mirror", "mirror", "x", "reason", "y"), "10.0.0.11");
    assertThat(status().phase()).isEqualTo(Phase.DISCOVER);
    ask("/report/" + ME, Map.of("phase", "ready"), "10.0.0.11");
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().reason())
        .isEqualTo(
            "mirror http://10.1.0.2:8080 gave a wrong chunk abababababababab…: the node used another"
                + " source; clear that mirror's cache");
    timeline.reached(C1, Phase.DISCOVER, "");
    assertThat(status().reason()).isEmpty();
    ask("/report/" + ME, Map.of("phase", "mirror", "mirror", "x\n", "reason", "y"), "10.0.0.11");
    assertThat(status().reason()).isEqualTo("mirror x was left: y; the node used another source");
    ask("/report/" + ME, Map.of("phase", "mirror", "mirror", mirror, "chunk", "ab"), "10.0.0.11");
    assertThat(status().reason()).startsWith("mirror " + mirror + " gave a wrong chunk ab");
  }

  @Test
  void aNodeThatIsReadyGivesItsImageToTheNextWhoseStatusNamesIt() {
    MacAddress c2 = MacAddress.parse("52:54:00:00:00:02");
    snapshot.set(SiteFixture.peers(SiteFixture.snapshot(folder, Map.of("c1", C1, "c2", c2))));
    String second = "/ipxe/52-54-00-00-00-02";
    String c1 = "http://10.0.0.11:9875";
    assertThat(text(ask("/ipxe/" + ME))).contains("wwj.peer=9875").doesNotContain("wwj.mirrors");
    ask("/report/" + ME, Map.of("phase", "ready"), "10.0.0.11");
    ask(second, "10.0.0.12");
    assertThat(peers.of(c2)).as("it said nothing").isEmpty();
    Map<String, String> ready = Map.of("phase", "ready", "peer", "1", "image", timeline.image(C1));
    ask("/report/" + ME, ready, "10.0.0.11");
    assertThat(peers.of(c2)).containsExactly(c1);
    String report = second.replace("ipxe", "report");
    ask(report, Map.of("phase", "image", "mirror", c1, "mirrored", "5"), "10.0.0.12");
    assertThat(status(1).turn())
        .isInstanceOfSatisfying(
            Turn.Mirrored.class, turn -> assertThat(turn.mirror()).isEqualTo(c1 + " (node c1)"));
    ask(report, Map.of("phase", "mirror", "mirror", c1, "chunk", "ab"), "10.0.0.12");
    ask(report, Map.of("phase", "ready"), "10.0.0.12");
    assertThat(status(1).reason())
        .isEqualTo(
            "mirror http://10.0.0.11:9875 (node c1) gave a wrong chunk ab…: the node used another"
                + " source; test the memory of that node, and of this one");
    ask(second, "10.0.0.12");
    assertThat(peers.of(c2)).as("it lied").isEmpty();
  }

  private NodeStatus status(int node) {
    return Status.parse(((Bytes) ask("/status")).content()).nodes().get(node);
  }

  @Test
  void reportsMoveTheTimeline() {
    ask("/report/" + ME, Map.of("phase", "init"), "10.0.0.11");
    assertThat(status().phase()).isEqualTo(Phase.INIT);
    ask("/report/" + ME, Map.of("phase", "failed", "reason", "no\u001b[2J room"), "10.0.0.11");
    assertThat(status().reason()).isEqualTo("no [2J room");
    ask("/report/" + ME, Map.of("phase", "ready"), "10.0.0.77");
    assertThat(status().phase()).isEqualTo(Phase.FAILED);
    assertThat(reason(ask("/report/" + ME, Map.of("phase", "gone"), "10.0.0.11")))
        .isEqualTo(Reason.BAD_REQUEST);
  }

  @Test
  void aNodeBootsTheKernelThatItAsksFor() throws IOException {
    Path generation = folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa");
    Files.writeString(
        generation.resolve("kernels"), "6.1.0-50 /boot/vmlinuz-6.1.0-50\n6.1.0-50+debug /opt/k\n");
    for (String file : List.of("vmlinuz-6.1.0-50+debug", "stage1-6.1.0-50+debug.img")) {
      Files.writeString(generation.resolve(file), file);
    }
    for (String wish : List.of("6.1.0-50+debug", "/opt/k")) {
      useKernel(wish);
      assertThat(sent("/kernel/" + ME)).isEqualTo("vmlinuz-6.1.0-50+debug");
      assertThat(sent("/initramfs/" + ME)).isEqualTo("stage1-6.1.0-50+debug.img");
    }
    useKernel("6.1");
    assertThat(sent("/kernel/" + ME)).isEqualTo("vmlinuz");
    assertThat(sent("/initramfs/" + ME)).isEqualTo("stage1.img");
  }

  @Test
  void aKernelThatIsNotThereIsToldWhereverTheNodeIsSeen() throws IOException {
    Path generation = folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa");
    Files.writeString(generation.resolve("kernels"), "6.1.0-50 /boot/vmlinuz-6.1.0-50\n");
    useKernel("5.14");
    String reason =
        "asks for kernel '5.14', and debian-12@20261123T050000Z-aa has 6.1.0-50: run `wwj image"
            + " build debian-12` if it is in the image, or `wwj node set c1 --kernelversion"
            + " VERSION`";
    assertThat(serverStatus().nodes()).isEmpty();
    assertThat(serverStatus().problems()).containsExactly("nodes.conf:3: broken", "c1 " + reason);
    assertThat(text(ask("/ipxe/" + ME))).contains("asks for kernel '5.14'");
    assertThat(serverStatus().nodes().getFirst().reason()).isEqualTo("it " + reason);
    assertThat(((Refusal) ask("/kernel/" + ME)).message()).isEqualTo("node c1 " + reason);
  }

  @Test
  void theStatusTellsOfANodeWithTooLittleRam() throws IOException {
    Path generation = folder.resolve("state/provision/images/debian-12/20261123T050000Z-aa");
    Digest none = new Digest("0".repeat(64));
    Ram ram = new Ram(300L << 20, 700L << 20, 900L << 20);
    Manifest manifest =
        new Manifest(
            "debian-12",
            generation.getFileName().toString(),
            "6.1",
            0,
            0,
            ram,
            none,
            "0".repeat(128),
            List.of(),
            List.of());
    Files.writeString(generation.resolve("manifest"), manifest.format());
    Files.writeString(generation.resolve("root.squashfs"), "");
    assertThat(serverStatus().problems()).hasSize(1);
    Map<String, String> said = Map.of("phase", "init", "ram", String.valueOf(256 << 10));
    ask("/report/" + ME, said, "10.0.0.11");
    assertThat(serverStatus().nodes().getFirst().reason())
        .isEqualTo(
            "has 256 MiB of RAM, and debian-12 needs 300 MiB with root: squashfs; give it more"
                + " RAM, or make the image smaller");
  }

  private Status serverStatus() {
    return Status.parse(((Bytes) ask("/status")).content());
  }

  private String sent(String path) {
    return ((FileSlice) ask(path)).file().getFileName().toString();
  }

  private void useKernel(String version) {
    Node node = snapshot.get().node("c1").orElseThrow();
    use(node, node.imageName(), new Node.Kernel(version, node.kernel().args()));
  }

  @Test
  void keepsWhatANodeSaysOfItself() {
    assertThat(known()).isEqualTo(MachineFacts.NONE);
    ask("/ipxe/" + ME, Map.of("busid", "01:10:EC:81:39"), "10.0.0.11");
    assertThat(known().pci()).containsExactly("10ec:8139");
    Map<String, String> said =
        Map.of("phase", "init", "ram", "524160", "pci", "8086:10D3,8086:1539");
    ask("/report/" + ME, said, "10.0.0.11");
    assertThat(known().memoryKib()).isEqualTo(524160);
    assertThat(known().pci()).containsExactly("8086:10d3", "8086:1539");
    String image = "debian-12@20261123T050000Z-aa";
    ask("/report/" + ME, Map.of("phase", "ready", "image", image), "10.0.0.11");
    assertThat(known().image()).isEqualTo(image);
    ask("/report/" + ME, Map.of("phase", "failed", "image", "debian-12@b"), "10.0.0.11");
    assertThat(known().image()).isEqualTo(image);
    Map<String, String> token =
        Map.of("token", runtimeToken(), "image", "debian-12@20261123T060000Z-bb");
    ask("/runtime/" + ME, token, "10.0.0.11");
    assertThat(known().image()).isEqualTo("debian-12@20261123T060000Z-bb");
    assertThat(known().memoryKib()).isEqualTo(524160);
  }

  @Test
  void keepsNothingThatAnotherMachineSaysOrThatIsNoFact() {
    Map<String, String> lie = Map.of("phase", "ready", "ram", "1", "image", "a@b");
    ask("/report/" + ME, lie, "10.0.0.77");
    ask("/ipxe/" + ME, Map.of("busid", "01:10:ec:81:39"), "10.0.0.77");
    ask("/runtime/" + ME, Map.of("image", "a@b"), "10.0.0.11");
    ask("/ipxe/52-54-00-00-00-99", Map.of("busid", "01:10:ec:81:39"), "10.0.0.99");
    Map<String, String> nonsense =
        Map.of("phase", "init", "ram", "-1", "pci", "x,12:34", "image", "../a@b");
    ask("/report/" + ME, nonsense, "10.0.0.11");
    ask("/ipxe/" + ME, Map.of("busid", "07:00:00:00:00"), "10.0.0.11");
    assertThat(folder.resolve("machines")).doesNotExist();
  }

  /** Each of its users has its address. */
  @Test
  void nobodyHasANodeThatRunsShowABoot() {
    // So a server that was started again learns that it runs.
    ask("/runtime/" + ME, Map.of("token", runtimeToken()), "10.0.0.11");
    ask("/report/" + ME, Map.of("phase", "failed"), "10.0.0.11");
    assertThat(text(ask("/ipxe/" + ME))).contains("chain").doesNotContain("token=");
    for (String part : List.of("kernel", "initramfs", "image", "manifest")) {
      ask("/" + part + "/" + ME);
    }
    assertThat(status().phase()).isEqualTo(Phase.FAILED);
    assertThat(timeline.image(C1)).as("what it was told to boot").isEmpty();
    assertThat(((Refusal) ask("/system/" + ME)).message()).contains("no DHCP DISCOVER");
  }

  private String runtimeToken() {
    return new RuntimeTokens(SiteFixture.config(folder).paths().keys()).of("c1");
  }

  private String token() {
    Matcher token = TOKEN.matcher(text(ask("/ipxe/" + ME)));
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  private MachineFacts known() {
    return facts.read(MacAddress.parse(ME));
  }

  @Test
  void loadersAreReachedByNameOnlyByBothProtocols() {
    Request tftp = new Request(Request.Protocol.TFTP, "snponly.efi", Map.of(), peer("10.0.0.11"));
    assertThat(catalog.answer(tftp).toCompletableFuture().join()).isInstanceOf(FileSlice.class);
    assertThat(status().phase()).isEqualTo(Phase.LOADER);
    assertThat(ask("/efiboot/snponly.efi"))
        .isInstanceOfSatisfying(
            FileSlice.class,
            slice -> {
              assertThat(slice.mediaType()).isEqualTo("application/efi");
            });
    assertThat(text(ask("/efiboot/autoexec.ipxe"))).contains("/ipxe/${netX/mac:hexhyp}");
    for (String name : List.of("secret", "../key", "undionly.kpxe/../secret", "/etc/passwd", "")) {
      Request other = new Request(Request.Protocol.TFTP, name, Map.of(), peer("10.0.0.11"));
      assertThat(reason(catalog.answer(other).toCompletableFuture().join()))
          .as(name)
          .isEqualTo(Reason.NOT_FOUND);
    }
  }

  @Test
  void aLoaderThatIsNotInstalledNamesThePackage() {
    assertThat(((Refusal) ask("/efiboot/undionly.kpxe")).message()).contains("Debian ipxe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generation=../../../../etc",
        "generation=..",
        "generation=.hidden",
        "generation=a/b",
        "generation=20990101T000000Z-ff"
      })
  void noOtherGenerationIsReachedThroughTheQuery(String query) {
    String value = query.substring(query.indexOf('=') + 1);
    assertThat(reason(ask("/kernel/" + ME, Map.of("generation", value), "10.0.0.11")))
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void theStatusCarriesTheSitesProblems() {
    assertThat(Status.parse(((Bytes) ask("/status")).content()).problems())
        .containsExactly("nodes.conf:3: broken");
  }

  @Test
  void aBrokenTemplateIsToldAndDoesNotEndTheServer() throws IOException {
    Files.writeString(
        folder.resolve("share/config/ipxe/default.ipxe"), "#!ipxe\n{{ .Nonsense }}\n");
    assertThat(reason(ask("/ipxe/" + ME))).isEqualTo(Reason.ERROR);
  }

  private void use(Node node, String image) {
    use(node, image, node.kernel());
  }

  private void use(Node node, String image, Node.Kernel kernel) {
    use(node, image, kernel, node.tags());
  }

  private void use(Node node, String image, Node.Kernel kernel, SortedMap<String, String> tags) {
    Node other =
        new Node(
            node.name(),
            node.discoverable(),
            node.assetKey(),
            node.profiles(),
            node.comment(),
            node.clusterName(),
            image,
            node.ipxeTemplate(),
            node.runtimeOverlays(),
            node.systemOverlays(),
            kernel,
            node.ipmi(),
            node.init(),
            node.root(),
            node.networkDevices(),
            node.primaryNetwork(),
            tags,
            node.disks(),
            node.fileSystems(),
            node.resources());
    snapshot.set(new Snapshot(SiteFixture.config(folder), List.of(other), List.of()));
  }

  private NodeStatus status() {
    return timeline.status(List.of()).nodes().getFirst();
  }

  private Answer ask(String path) {
    return ask(path, "10.0.0.11");
  }

  private Answer ask(String path, String peer) {
    return ask(path, Map.of(), peer);
  }

  private Answer ask(String path, Map<String, String> query, String peer) {
    return ask(Request.Part.WHOLE, path, query, peer);
  }

  private Answer ask(Request.Part part, String path, Map<String, String> query, String peer) {
    String plain = path.endsWith("?") ? path.substring(0, path.length() - 1) : path;
    return catalog
        .answer(new Request(Request.Protocol.HTTP, plain, query, part, 0, peer(peer)))
        .toCompletableFuture()
        .join();
  }

  private Answer askLocally(String path, Map<String, String> query) {
    return catalog
        .answer(new Request(Request.Protocol.LOCAL, path, query, peer("127.0.0.1")))
        .toCompletableFuture()
        .join();
  }

  private static InetSocketAddress peer(String address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), 40000);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Answer answer) {
    assertThat(answer).isInstanceOf(Bytes.class);
    return new String(((Bytes) answer).content(), StandardCharsets.UTF_8);
  }

  private static Reason reason(Answer answer) {
    assertThat(answer).isInstanceOf(Refusal.class);
    return ((Refusal) answer).reason();
  }
}
