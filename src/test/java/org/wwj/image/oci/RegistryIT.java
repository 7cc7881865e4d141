package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.ImportProgress;
import org.wwj.image.Importer;
import org.wwj.image.Origin;
import org.wwj.image.oci.TestImage.TestLayer;
import org.wwj.testnet.Peers;

/** Imports from Debian's docker-registry, filled by skopeo. */
class RegistryIT {
  private static final int BIG = 3 << 20;
  private static final TestLayer BASE =
      TestLayer.text(Compression.GZIP, "bin/sh", "shell", "etc/os-release", "ID=test");
  private static final TestLayer LARGE = TestLayer.random("usr/large", BIG, 1);
  private static final TestLayer TOP = TestLayer.text(Compression.ZSTD, "etc/motd", "hello");
  private static final TestLayer PLAIN = TestLayer.text(Compression.NONE, "etc/plain", "plain");

  @TempDir private static Path shared;
  private static TestRegistry open;
  private static TestRegistry guarded;
  private static TestImage image;
  private static String manifest;
  private static String index;

  @TempDir private Path folder;
  private ImageStore store;

  @BeforeAll
  static void registries() throws IOException {
    Peers.require("docker-registry", "skopeo", "openssl", "tar");
    image = new TestImage(shared.resolve("layout"));
    manifest = image.image("linux/amd64", BASE, LARGE, TOP, PLAIN);
    index =
        image.index(
            image.image("linux/amd64", BASE, TestLayer.text(Compression.GZIP, "arch", "amd64")),
            image.image("linux/arm64/v8", BASE, TestLayer.text(Compression.GZIP, "arch", "arm64")),
            image.image(
                "linux/ppc64le", BASE, TestLayer.text(Compression.GZIP, "arch", "ppc64le")));
    image.name("one", manifest).name("many", index);
    open = TestRegistry.start(shared.resolve("open"), false, false);
    open.push(image, "one", "hpc/compute:v1", "--preserve-digests");
    open.push(image, "many", "hpc/multi:v1", "--all");
    guarded = TestRegistry.start(shared.resolve("guarded"), true, true);
    guarded.push(image, "one", "hpc/secret:v1");
  }

  @AfterAll
  static void end() {
    for (TestRegistry registry : new TestRegistry[] {open, guarded}) {
      if (registry != null) {
        registry.close();
      }
    }
  }

  @BeforeEach
  void store() {
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
  }

  private static Access plain(String platform) {
    return new Access(platform, "", "", true, "");
  }

  private Path run(String source, Access access, boolean replace) {
    Sources sources = new Sources(List.of(), folder.resolve("cache"), access);
    return new Importer(store).run(sources.parse(source), "a", replace, ImportProgress.NONE);
  }

  private Path blobs() {
    return folder.resolve("cache/blobs/sha256");
  }

  private Path cached(TestLayer layer) {
    return blobs().resolve(Digest.of(layer.blob()).hex());
  }

  private static void assertWhole(Path tree) {
    assertThat(tree.resolve("bin/sh")).hasContent("shell");
    assertThat(tree.resolve("usr/large")).hasSize(BIG);
    assertThat(tree.resolve("etc/motd")).hasContent("hello");
    assertThat(tree.resolve("etc/plain")).hasContent("plain");
  }

  @Test
  void importsByTagAndWritesDownWhereFrom() throws IOException {
    String source = "docker://" + open.host() + "/hpc/compute:v1";
    assertWhole(run(source, plain(""), false));
    Origin origin = store.origin("a").orElseThrow();
    assertThat(origin.source()).isEqualTo(source);
    assertThat(origin.reference()).isEqualTo(open.host() + "/hpc/compute:v1");
    assertThat(origin.digest()).isEqualTo(TestImage.digest(manifest));
    assertThat(origin.index()).isEmpty();
    assertThat(origin.platform()).isEqualTo("linux/amd64");
    assertThat(origin.imported()).isAfter(Instant.EPOCH);
    assertThat(cached(LARGE)).exists();
    assertThat(folder.resolve("chroots/a").toFile().list())
        .contains("rootfs", "origin")
        .allMatch(name -> !name.startsWith("."));
    assertThat(folder.resolve("chroots").toFile().list()).containsExactly("a");
  }

  @Test
  void importsByDigestAndByTheOtherScheme() throws IOException {
    String digest = TestImage.digest(manifest);
    assertWhole(run("oci://" + open.host() + "/hpc/compute@" + digest, plain(""), false));
    assertThat(store.origin("a").orElseThrow().digest()).isEqualTo(digest);
    assertThatThrownBy(() ->
            run(
                "docker://" + open.host() + "/hpc/compute@sha256:" + "0".repeat(64),
                plain(""),
                true))
        .hasMessageContaining("has no hpc/compute@sha256:000");
  }

  @Test
  void importsWhatSkopeoHasMadeDockersOwnForm() throws IOException {
    TestImage gzip = new TestImage(folder.resolve("gzip"));
    gzip.name("gzip", gzip.image("linux/amd64", BASE, LARGE));
    open.push(gzip, "gzip", "hpc/docker:v2", "--format=v2s2");
    Path tree = run("docker://" + open.host() + "/hpc/docker:v2", plain(""), false);
    assertThat(tree.resolve("usr/large")).hasSize(BIG);
  }

  @ParameterizedTest
  @CsvSource({"'',HOST", "arm64,arm64", "aarch64,arm64", "linux/arm64/v8,arm64", "x86_64,amd64"})
  void choosesThePlatform(String platform, String expected) throws IOException {
    Path tree = run("docker://" + open.host() + "/hpc/multi:v1", plain(platform), false);
    String host = Platform.host().architecture();
    assertThat(tree.resolve("arch")).hasContent(expected.equals("HOST") ? host : expected);
    Origin origin = store.origin("a").orElseThrow();
    assertThat(origin.index()).isEqualTo(TestImage.digest(index));
    assertThat(origin.digest()).isNotEqualTo(origin.index()).startsWith("sha256:");
  }

  @Test
  void listsThePlatformsThereAre() {
    assertThatThrownBy(
            () -> run("docker://" + open.host() + "/hpc/multi:v1", plain("s390x"), false))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("not there for linux/s390x")
        .hasMessageContaining("linux/amd64, linux/arm64, linux/ppc64le")
        .hasMessageContaining("--platform");
    assertThat(store.list()).isEmpty();
    assertThat(folder.resolve("chroots").toFile().list()).isEmpty();
  }

  @Test
  void saysWhatTheRegistryHasNot() {
    assertThatThrownBy(() -> run("docker://" + open.host() + "/hpc/compute:v9", plain(""), false))
        .hasMessageContaining("registry " + open.host() + " has no hpc/compute:v9")
        .hasMessageContaining("manifest unknown")
        .hasMessageContaining("skopeo list-tags");
  }

  @Test
  void speaksPlainHttpOnlyWhenAsked() {
    String at = "docker://" + open.host() + "/hpc/compute:v1";
    assertThatThrownBy(() -> run(at, Access.usual(), false))
        .hasMessageContaining("does not speak HTTPS")
        .hasMessageContaining("--nohttps");
    assertThatThrownBy(() -> run("docker://" + guarded.host() + "/hpc/secret:v1", plain(""), false))
        .hasMessageContaining("speaks HTTPS; leave out --nohttps");
  }

  @Test
  void trustsItsAuthorityAndLogsIn() {
    String at = "docker://" + guarded.host() + "/hpc/secret:v1";
    String ca = guarded.ca().toString();
    assertThatThrownBy(() -> run(at, Access.usual(), false))
        .hasMessageContaining("an authority that this server does not know")
        .hasMessageContaining("/etc/containers/certs.d/" + guarded.host() + "/ca.crt");
    assertThatThrownBy(() -> run(at, new Access("", "", "", false, ca), false))
        .hasMessageContaining("does not give hpc/secret:v1")
        .hasMessageContaining("podman login " + guarded.host());
    assertThatThrownBy(() -> run(at, new Access("", TestRegistry.USER, "wrong", false, ca), false))
        .hasMessageContaining("the login is wrong")
        .hasMessageNotContaining("wrong\"");
    assertWhole(
        run(at, new Access("", TestRegistry.USER, TestRegistry.PASSWORD, false, ca), false));
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws IOException {
    try (CuttingProxy proxy = CuttingProxy.to(open.port(), 200_000)) {
      assertWhole(run("docker://" + proxy.host() + "/hpc/compute:v1", plain(""), false));
      assertThat(proxy.cuts()).isGreaterThan(3);
      assertThat(proxy.ranges()).isNotEmpty().allMatch(range -> range.matches("bytes=[1-9]\\d*-"));
      // Each cut loses at most what was in buffers, so nothing comes twice in bulk.
      assertThat(proxy.bytes()).isLessThan(BIG * 2L);
    }
  }

  @Test
  void goesOnWithWhatAKilledImportLeft() throws IOException {
    Files.createDirectories(blobs());
    Path part = blobs().resolve(cached(LARGE).getFileName() + ".part");
    byte[] half = Arrays.copyOf(LARGE.blob(), BIG / 2);
    Files.write(part, half);
    try (CuttingProxy proxy = CuttingProxy.to(open.port(), Long.MAX_VALUE)) {
      assertWhole(run("docker://" + proxy.host() + "/hpc/compute:v1", plain(""), false));
      assertThat(proxy.ranges()).containsExactly("bytes=" + BIG / 2 + "-");
      assertThat(proxy.bytes()).isLessThan(BIG);
    }
    assertThat(part).doesNotExist();
    half[7]++;
    Files.delete(cached(LARGE));
    Files.write(part, half);
    assertWhole(run("docker://" + open.host() + "/hpc/compute:v1", plain(""), true));
    assertThat(cached(LARGE)).hasBinaryContent(LARGE.blob());
  }

  @Test
  void fetchesOnlyNewLayersAndDamagedOnes() throws IOException {
    run("docker://" + open.host() + "/hpc/compute:v1", plain(""), false);
    byte[] bad = LARGE.blob().clone();
    bad[BIG / 2]++;
    try (CuttingProxy proxy = CuttingProxy.to(open.port(), Long.MAX_VALUE)) {
      String at = "docker://" + proxy.host() + "/hpc/compute:v1";
      run(at, plain(""), true);
      assertThat(proxy.bytes()).isLessThan(BIG / 10);
      Files.write(cached(LARGE), bad);
      assertWhole(run(at, plain(""), true));
      assertThat(proxy.bytes()).isGreaterThan(BIG);
    }
  }

  @Test
  void refusesALayerWithAnotherDigestAndKeepsTheOldImage() throws IOException {
    TestImage other = new TestImage(folder.resolve("other"));
    TestLayer layer = TestLayer.random("usr/large", BIG, 2);
    other.name("bad", other.image("linux/amd64", BASE, layer));
    open.push(other, "bad", "hpc/bad:v1");
    Path tree = run("docker://" + open.host() + "/hpc/compute:v1", plain(""), false);
    Origin before = store.origin("a").orElseThrow();
    byte[] damaged = layer.blob().clone();
    damaged[1000]++;
    Files.write(open.blob(Digest.of(layer.blob()).hex()), damaged);
    assertThatThrownBy(() -> run("docker://" + open.host() + "/hpc/bad:v1", plain(""), true))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("with another digest");
    assertWhole(tree);
    assertThat(store.origin("a")).contains(before);
    assertThat(folder.resolve("chroots/a").toFile().list())
        .contains("rootfs", "origin")
        .allMatch(name -> !name.startsWith("."));
  }

  @Test
  void keepsTheLayersOfTheLastImportOnly() throws IOException {
    TestImage changing = new TestImage(folder.resolve("changing"));
    TestLayer first = TestLayer.random("usr/first", 10_000, 3);
    TestLayer second = TestLayer.random("usr/second", 10_000, 4);
    changing.name("v1", changing.image("linux/amd64", BASE, first));
    changing.name("v2", changing.image("linux/amd64", BASE, second));
    open.push(changing, "v1", "hpc/changing:v1");
    open.push(changing, "v2", "hpc/changing:v2");
    run("docker://" + open.host() + "/hpc/changing:v1", plain(""), false);
    run("docker://" + open.host() + "/hpc/changing:v2", plain(""), true);
    List<String> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(blobs())) {
      files.forEach(file -> kept.add(file.getFileName().toString()));
    }
    assertThat(kept)
        .containsExactlyInAnyOrder(Digest.of(BASE.blob()).hex(), Digest.of(second.blob()).hex());
  }
}
