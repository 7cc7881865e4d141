package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.archive.Compression;
import org.wwj.image.FolderSource;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.RecipeSource;
import org.wwj.image.RootfsArchive;
import org.wwj.image.oci.TestImage.TestLayer;

class SourcesTest {
  @TempDir private Path folder;
  private Sources sources;

  @BeforeEach
  void sources() {
    sources = new Sources(List.of(), folder.resolve("cache"), Access.usual());
  }

  private ImageSource parse(String text) {
    return sources.parse(text);
  }

  private Path tar(String name, Compression compression, String first) throws IOException {
    TestLayer layer = TestLayer.of(compression, Map.of(first, new byte[10]));
    return Files.write(folder.resolve(name), layer.blob());
  }

  @ParameterizedTest
  @CsvSource({
    "docker://rockylinux:9, docker.io/library/rockylinux:9, rockylinux:9",
    "docker:rockylinux, docker.io/library/rockylinux:latest, rockylinux:latest",
    "oci://sms:5000/hpc/compute, sms:5000/hpc/compute:latest, compute:latest",
  })
  void knowsRegistries(String text, String reference, String name) {
    RegistrySource source = (RegistrySource) parse(text);
    assertThat(source.reference()).hasToString(reference);
    assertThat(source.imageName()).isEqualTo(name);
  }

  @Test
  void knowsFilesByWhatIsInThem() throws IOException {
    Path layout = new TestImage(folder.resolve("layout")).layout();
    Path plain = Files.createDirectory(folder.resolve("folder.tar"));
    assertThat(parse(layout.toString())).isInstanceOf(LayoutSource.class);
    assertThat(parse("oci:" + layout)).isInstanceOf(LayoutSource.class);
    assertThat(parse("oci:" + layout + ":name:with:colons"))
        .isInstanceOfSatisfying(
            LayoutSource.class, s -> assertThat(s.wanted()).isEqualTo("name:with:colons"));
    assertThat(parse(plain.toString())).isInstanceOf(FolderSource.class);
    for (Compression compression : Compression.values()) {
      for (String first :
          List.of("manifest.json", "oci-layout", "blobs/sha256/x", "a".repeat(64) + ".json")) {
        Path archive = tar("rootfs.img", compression, first);
        assertThat(parse(archive.toString())).as(first).isInstanceOf(ContainerArchive.class);
      }
      for (String first : List.of("bin/sh", "./etc/passwd", "manifest.json.d/x", "blobsx")) {
        Path archive = tar("manifest.json", compression, first);
        assertThat(parse("file://" + archive)).as(first).isInstanceOf(RootfsArchive.class);
      }
    }
    Path text = Files.writeString(folder.resolve("text"), "no archive at all");
    assertThat(parse(text.toString())).isInstanceOf(RootfsArchive.class);
    assertThat(parse(text.toString()).imageName()).isEqualTo("text");
    assertThat(parse("recipe:debian-12"))
        .isInstanceOfSatisfying(
            RecipeSource.class, s -> assertThat(s.imageName()).isEqualTo("debian-12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docker-daemon://rocky:9 | docker save rocky:9 -o image.tar && wwj image import image.tar",
        "docker-daemon:rocky:9 | docker save rocky:9",
        "containers-storage:rocky | podman save rocky",
        "https://example.org/rocky.tar | curl -LO https://example.org/rocky.tar",
        "rockylinux:9 | docker://rockylinux:9",
        "/no/such/place | is neither a folder nor a file",
        "file:///no/such/place | /no/such/place is neither",
        "oci-archive:/no/such:v1 | /no/such is neither",
        "recipe:../x | use letters",
        "docker:// | names no image",
        "'' | is neither a folder",
      })
  void saysHowToImportWhatItCannot(String text, String words) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(words);
  }
}
