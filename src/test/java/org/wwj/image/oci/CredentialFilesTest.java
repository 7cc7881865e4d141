package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.ImageException;

class CredentialFilesTest {
  @TempDir private Path folder;

  private static String auth(String both) {
    return "{\"auth\":\""
        + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))
        + "\"}";
  }

  private CredentialFiles files(String... texts) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String text : texts) {
      Path file = folder.resolve("auth" + paths.size() + ".json");
      Files.writeString(file, text);
      paths.add(file);
    }
    return new CredentialFiles(paths);
  }

  private static String find(CredentialFiles files, String image) {
    return files
        .find(Reference.parse(image))
        .map(login -> login.user() + " " + login.password())
        .orElse("nobody");
  }

  @Test
  void takesTheEntryThatNamesMostOfTheImage() throws IOException {
    CredentialFiles files =
        files(
            "{\"auths\":{\"quay.io\":%s,\"quay.io/a/b\":%s,\"quay.io/a\":%s,\"other:5000\":%s}}"
                .formatted(auth("host:1"), auth("image:2"), auth("name:space:3"), auth("port:4")));
    assertThat(find(files, "quay.io/a/b:v1")).isEqualTo("image 2");
    assertThat(find(files, "quay.io/a/c")).isEqualTo("name space:3");
    assertThat(find(files, "quay.io/z")).isEqualTo("host 1");
    assertThat(find(files, "other:5000/x")).isEqualTo("port 4");
    assertThat(find(files, "other:5001/x")).isEqualTo("nobody");
    assertThat(find(files, "rockylinux:9")).isEqualTo("nobody");
  }

  @Test
  void knowsDockersAddresses() throws IOException {
    CredentialFiles files =
        files(
            "{\"auths\":{\"https://index.docker.io/v1/\":%s,\"https://reg.example/v2/\":%s}}"
                .formatted(auth("hub:1"), auth("reg:2")));
    assertThat(find(files, "rockylinux:9")).isEqualTo("hub 1");
    assertThat(find(files, "reg.example/a")).isEqualTo("reg 2");
  }

  @Test
  void readsTheFilesInOrderAndWithoutEntriesToo() throws IOException {
    CredentialFiles files =
        files(
            "{\"credHelpers\":{}}",
            "{\"auths\":{\"quay.io\":{}}}",
            "{\"auths\":{\"quay.io\":%s}}".formatted(auth("first:1")),
            "{\"auths\":{\"quay.io\":%s}}".formatted(auth("second:2")));
    assertThat(find(files, "quay.io/a")).isEqualTo("first 1");
    assertThat(find(new CredentialFiles(List.of(folder.resolve("none"))), "quay.io/a"))
        .isEqualTo("nobody");
  }

  @Test
  void saysWhichFileIsDamaged() throws IOException {
    for (String text : new String[] {"{", "[}", "{\"auths\":{\"quay.io\":{\"auth\":\"%%\"}}}"}) {
      assertThatThrownBy(() -> find(files(text), "quay.io/a"))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("auth0.json is damaged; log in again");
    }
  }

  @Test
  void looksWherePodmanAndDockerWrite() throws IOException {
    Path home = folder.resolve("home");
    Path docker = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    Files.writeString(docker, "{\"auths\":{\"quay.io\":%s}}".formatted(auth("docker:1")));
    assertThat(find(CredentialFiles.usual(Map.of(), home, "me"), "quay.io/a"))
        .isEqualTo("docker 1");
    Path podman = Files.createDirectories(home.resolve(".config/containers")).resolve("auth.json");
    Files.writeString(podman, "{\"auths\":{\"quay.io\":%s}}".formatted(auth("podman:2")));
    assertThat(find(CredentialFiles.usual(Map.of(), home, "me"), "quay.io/a"))
        .isEqualTo("podman 2");
    Path runtime = Files.createDirectories(folder.resolve("run/containers"));
    Files.writeString(
        runtime.resolve("auth.json"), "{\"auths\":{\"quay.io\":%s}}".formatted(auth("run:3")));
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", folder.resolve("run").toString());
    assertThat(find(CredentialFiles.usual(environment, home, "me"), "quay.io/a"))
        .isEqualTo("run 3");
    Map<String, String> only = Map.of("REGISTRY_AUTH_FILE", docker.toString());
    assertThat(find(CredentialFiles.usual(only, home, "me"), "quay.io/a")).isEqualTo("docker 1");
  }

  @Test
  void endsInALoginOrInWords() throws IOException {
    String good =
        "{\"auths\":{\"https://quay.io/v1/\":%s,\"quay.io/a\":{\"username\":\"u\"}}}"
            .formatted(auth("user:word"));
    Path file = folder.resolve("auth.json");
    CredentialFiles files = new CredentialFiles(List.of(file));
    Random random = new Random(9);
    int found = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      Files.write(file, bytes);
      try {
        found += files.find(Reference.parse("quay.io/b")).isPresent() ? 1 : 0;
      } catch (ImageException e) {
        assertThat(e.getMessage()).contains("is damaged").doesNotContain("word");
      }
    }
    assertThat(found).isBetween(300, 2990);
  }
}
