package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.image.ImageException;

class DocumentsTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String CONFIG =
      "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:%s\",\"size\":7}"
          .formatted(HEX);
  private static final String LAYER =
      "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:%s\",\"size\":70}"
          .formatted(HEX);
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s,%s]}".formatted(CONFIG, LAYER, LAYER);
  private static final String INDEX =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%1$s","size":1,
         "platform":{"os":"linux","architecture":"arm64","variant":"v8"},"annotations":{"a":"b"}},
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%1$s","size":1,
         "artifactType":"application/vnd.example.signature"}]}
      """
          .formatted(HEX);

  private final Documents documents = new Documents("the image");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Documents.Document document(String text) {
    return documents.document(bytes(text), "");
  }

  @Test
  void readsAManifestAndAnIndex() {
    Documents.Manifest manifest = (Documents.Manifest) document(MANIFEST);
    assertThat(manifest.layers()).hasSize(2);
    assertThat(manifest.layers().getFirst().size()).isEqualTo(70);
    assertThat(manifest.config().hex()).isEqualTo(HEX);
    Documents.Index index = (Documents.Index) document(INDEX);
    assertThat(index.entries()).hasSize(1);
    assertThat(index.entries().getFirst().platform()).hasToString("linux/arm64");
    assertThat(index.entries().getFirst().annotations()).containsEntry("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.layer.v1.tar",
        "application/vnd.oci.image.layer.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
        "application/vnd.docker.image.rootfs.diff.tar.zstd",
        "application/vnd.docker.image.rootfs.diff.tar"
      })
  void takesLayersOfTheKnownKinds(String type) {
    document(MANIFEST.replace("application/vnd.oci.image.layer.v1.tar+gzip", type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip | registry does not hold",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip | registry does not hold",
        "application/vnd.oci.image.layer.v1.tar+gzip+encrypted | skopeo copy --decryption-key",
        "application/vnd.oci.image.layer.v1.tar+br | which wwj does not know",
        "text/plain | which wwj does not know"
      })
  void refusesOtherLayersWithWords(String type, String words) {
    assertThatThrownBy(
            () -> document(MANIFEST.replace("application/vnd.oci.image.layer.v1.tar+gzip", type)))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("the image ")
        .hasMessageContaining(words);
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(() ->
            document(MANIFEST.replace("oci.image.config.v1+json", "cncf.helm.config.v1+json")))
        .hasMessageContaining("is no container image");
    assertThatThrownBy(() -> document("{\"schemaVersion\":1,\"fsLayers\":[],\"layers\":[]}"))
        .hasMessageContaining("schema 1")
        .hasMessageContaining("skopeo copy --format oci");
    assertThatThrownBy(() ->
            documents.document(
                bytes("{}"), "application/vnd.docker.distribution.manifest.v1+prettyjws"))
        .hasMessageContaining("schema 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "7",
        "{}",
        "{\"layers\":[],\"manifests\":[]}",
        "{\"manifests\":{}}",
        "{\"manifests\":[{\"digest\":\"sha256:1\",\"size\":1}]}",
        "{\"manifests\":[1]}",
        "{\"layers\":[],\"layers\":[]}"
      })
  void refusesBrokenDocuments(String text) {
    assertThatThrownBy(() -> document(text))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("the image: its ");
  }

  @Test
  void refusesNumbersThatAreNoSizes() {
    for (String size : new String[] {"-1", "1.5", "\"7\"", "99999999999999999999", "null"}) {
      assertThatThrownBy(() -> document(MANIFEST.replace("\"size\":70", "\"size\":" + size)))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("how large");
    }
  }

  @Test
  void refusesADocumentThatSaysItIsAnother() {
    String both =
        MANIFEST.replace(
            "\"schemaVersion\":2",
            "\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"");
    assertThatThrownBy(() -> document(both)).hasMessageContaining("is not what it says it is");
  }

  @Test
  void refusesMoreLayersThanImagesHave() {
    String many = MANIFEST.replace("[" + LAYER, "[" + (LAYER + ",").repeat(1000) + LAYER);
    assertThatThrownBy(() -> document(many)).hasMessageContaining("1002 layers");
  }

  @Test
  void wantsADigestForEachLayer() {
    String config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\"sha256:%s\"]}}"
            .formatted(HEX);
    assertThat(documents.config(bytes(config), 1).platform()).hasToString("linux/amd64");
    assertThatThrownBy(() -> documents.config(bytes(config), 2))
        .hasMessageContaining("tells of 1 layers, its manifest of 2");
    assertThatThrownBy(() -> documents.config(bytes(config.replace("sha256:", "sha512:")), 1))
        .hasMessageContaining("sha256 only");
  }

  @Test
  void endsInADocumentOrInWords() {
    Random random = new Random(5);
    String[] seeds = {
      MANIFEST, INDEX, "[{\"Config\":\"a.json\",\"RepoTags\":[\"b\"],\"Layers\":[\"c.tar\"]}]"
    };
    int read = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = bytes(seeds[random.nextInt(seeds.length)]);
      for (int n = random.nextInt(3); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) "{}[]\",:019anull\\ \u0000".charAt(random.nextInt(17));
      }
      try {
        switch (random.nextInt(3)) {
          case 0 -> documents.document(bytes, "");
          case 1 -> documents.saved(bytes);
          default -> documents.config(bytes, 1);
        }
        read++;
      } catch (ImageException e) {
        assertThat(e.getMessage()).contains("the image");
      }
    }
    assertThat(read).isBetween(1000, 59_000);
  }
}
