package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.ImportProgress;
import org.wwj.image.Importer;
import org.wwj.image.Origin;
import org.wwj.image.oci.TestImage.TestLayer;
import org.wwj.testnet.Peers;

/** Imports of layouts and archives as skopeo writes them. */
class LocalImagesIT {
  private static final TestLayer BASE = TestLayer.text(Compression.GZIP, "bin/sh", "shell");
  private static final TestLayer TOP = TestLayer.text(Compression.GZIP, "etc/motd", "hello");

  @TempDir private Path folder;
  private ImageStore store;
  private TestImage image;
  private String manifest;

  @BeforeEach
  void layout() {
    Peers.require("skopeo", "tar", "xz", "gzip", "zstd");
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    image = new TestImage(folder.resolve("layout"));
    manifest = image.image("linux/amd64", BASE, TOP);
    image.name("v1", manifest);
  }

  private Origin run(String source) {
    return run(source, "");
  }

  private Origin run(String source, String platform) {
    Access access = new Access(platform, "", "", false, "");
    Sources sources = new Sources(List.of(), folder.resolve("cache"), access);
    Path tree = new Importer(store).run(sources.parse(source), "a", true, ImportProgress.NONE);
    assertThat(tree.resolve("bin/sh")).hasContent("shell");
    assertThat(folder.resolve("chroots/a").toFile().list())
        .contains("rootfs", "origin")
        .allMatch(name -> !name.startsWith("."));
    return store.origin("a").orElseThrow();
  }

  private void skopeo(String target) throws IOException {
    TestRegistry.sh(folder, "skopeo copy -q oci:layout:v1 " + target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "file://%s", "oci:%s", "oci:%s:v1"})
  void readsALayoutsFolder(String form) {
    String source = form.formatted(image.layout());
    Origin origin = run(source);
    assertThat(origin.source()).isEqualTo(source);
    assertThat(origin.reference()).isEqualTo("v1");
    assertThat(origin.digest()).isEqualTo(TestImage.digest(manifest));
    assertThat(store.rootfs("a").resolve("etc/motd")).hasContent("hello");
  }

  @ParameterizedTest
  @CsvSource({"%s,''", "oci-archive:%s,''", "oci-archive:%s,:v1", "file://%s,''"})
  void readsALayoutsArchive(String form, String name) throws IOException {
    skopeo("oci-archive:image.bin:v1");
    Origin origin = run(form.formatted(folder.resolve("image.bin")) + name);
    assertThat(origin.digest()).isEqualTo(TestImage.digest(manifest));
    assertThat(store.rootfs("a").resolve("etc/motd")).hasContent("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip -1", "xz -0", "zstd -1"})
  void readsADockerArchiveHoweverItIsCompressed(String compressor) throws IOException {
    skopeo("docker-archive:image.tar:hpc/compute:v1");
    TestRegistry.sh(folder, compressor + " <image.tar >packed.img");
    Origin origin = run(folder.resolve("packed.img").toString());
    assertThat(origin.digest()).isEqualTo("sha256:" + Digest.of(folder.resolve("packed.img")));
    assertThat(origin.reference()).isEqualTo("docker.io/hpc/compute:v1");
    assertThat(origin.platform()).isEqualTo("linux/amd64");
    assertThat(store.rootfs("a").resolve("etc/motd")).hasContent("hello");
    run("docker-archive:" + folder.resolve("packed.img") + ":docker.io/hpc/compute:v1");
    assertThatThrownBy(() -> run("docker-archive:" + folder.resolve("packed.img") + ":other:v1"))
        .hasMessageContaining("has no image 'other:v1'; it has docker.io/hpc/compute:v1");
  }

  @Test
  void findsADockerArchivesLayersBehindLinks() throws IOException {
    skopeo("docker-archive:image.tar:hpc/compute:v1");
    TestRegistry.sh(
        folder,
        """
        mkdir un && tar -C un -xf image.tar && cd un &&
        first=$(ls *.tar | head -n 1) && mkdir real && mv "$first" real/layer.tar &&
        ln -s real/layer.tar "$first" && tar -cf ../linked.tar manifest.json *
        """);
    run(folder.resolve("linked.tar").toString());
  }

  @Test
  void choosesByPlatformAndByName() throws IOException {
    TestImage many = new TestImage(folder.resolve("many"));
    TestLayer arm = TestLayer.text(Compression.GZIP, "arch", "arm64");
    String index =
        many.index(many.image("linux/amd64", BASE, TOP), many.image("linux/arm64/v8", BASE, arm));
    many.name("both", index);
    assertThat(run("oci:" + many.layout(), "aarch64").platform()).isEqualTo("linux/arm64");
    assertThat(store.rootfs("a").resolve("arch")).hasContent("arm64");
    many.name("other", index);
    assertThatThrownBy(() -> run("oci:" + many.layout()))
        .hasMessageContaining("holds several images, both, other")
        .hasMessageContaining("oci:PATH:NAME");
    assertThat(run("oci:" + many.layout() + ":other", "arm64").index())
        .isEqualTo(TestImage.digest(index));
    assertThatThrownBy(() -> run(image.layout().toString(), "arm64"))
        .hasMessageContaining("is for linux/amd64 only, not for linux/arm64");
  }

  @Test
  void refusesWhatIsDamagedOrIncomplete() throws IOException {
    Path layer = image.layout().resolve("blobs/sha256/" + Digest.of(TOP.blob()).hex());
    byte[] bytes = TOP.blob().clone();
    bytes[bytes.length / 2]++;
    Files.write(layer, bytes);
    assertThatThrownBy(() -> run(image.layout().toString()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is damaged; save the image again");
    Files.delete(layer);
    assertThatThrownBy(() -> run(image.layout().toString())).hasMessageContaining("lacks sha256:");
    Path document =
        image.layout().resolve("blobs/sha256/" + TestImage.digest(manifest).substring(7));
    Files.writeString(document, Files.readString(document).replace("2,", "3,"));
    assertThatThrownBy(() -> run(image.layout().toString()))
        .hasMessageContaining("has another digest");
    assertThat(store.list()).isEmpty();
  }
}
