package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.archive.Digest;
import org.wwj.testnet.Peers;

/** The script by which nodes give chunks, started as systemd starts it, asked by a real client. */
class PeerScriptIT {
  private static final int[] LENGTHS = {70_000, 1, 131_072, 299_999};

  @TempDir Path folder;
  private final List<byte[]> chunks = new ArrayList<>();
  private Process listener;

  @BeforeEach
  void anImage() throws Exception {
    Peers.require("systemd-socket-activate", "curl", "dash", "bash", "busybox");
    byte[] image = new byte[Arrays.stream(LENGTHS).sum()];
    new Random(3).nextBytes(image);
    Files.write(folder.resolve("image"), image);
    StringBuilder manifest = new StringBuilder("generation G\n");
    int at = 0;
    for (int length : LENGTHS) {
      byte[] chunk = Arrays.copyOfRange(image, at, at + length);
      chunks.add(chunk);
      manifest.append("chunk %s %d %d\n".formatted(Digest.of(chunk).hex(), at, length));
      at += length;
    }
    Files.writeString(folder.resolve("manifest"), manifest);
  }

  @AfterEach
  void stop() {
    if (listener != null) {
      listener.descendants().forEach(ProcessHandle::destroyForcibly);
      listener.destroyForcibly();
    }
  }

  private void listen(String shell) throws Exception {
    Path script = Path.of("src/main/resources/stage1/peer").toAbsolutePath();
    List<String> command =
        new ArrayList<>(List.of("systemd-socket-activate", "--accept", "--inetd", "-l"));
    command.add(folder.resolve("socket").toString());
    command.addAll(List.of(shell.split(" ")));
    command.addAll(List.of(script.toString(), "image", "manifest"));
    listener =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await().until(() -> Files.exists(folder.resolve("socket")));
  }

  private String curl(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("curl", "-q", "-s", "--unix-socket", folder.resolve("socket").toString()),
                Arrays.stream(arguments))
            .toList();
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + out;
  }

  private String url(int chunk) {
    return "http://peer/chunk/" + Digest.of(chunks.get(chunk)).hex();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void givesItsChunksByOneConnection(String shell) throws Exception {
    listen(shell);
    List<String> command = new ArrayList<>(List.of("-w", "%{http_code}:%{num_connects} "));
    for (int i : new int[] {2, 0, 3, 1, 1}) {
      command.addAll(List.of("-o", "got." + i, url(i)));
    }
    assertThat(curl(command.toArray(new String[0]))).isEqualTo("0 200:1 200:0 200:0 200:0 200:0 ");
    for (int i = 0; i < LENGTHS.length; i++) {
      assertThat(Files.readAllBytes(folder.resolve("got." + i))).isEqualTo(chunks.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void refusesAllElse(String shell) throws Exception {
    listen(shell);
    String digest = Digest.of(chunks.getFirst()).hex();
    for (String path :
        List.of(
            "/",
            "/manifest",
            "/chunk/",
            "/chunk/" + digest.substring(1),
            "/chunk/" + digest + ".",
            "/chunk/.*",
            "/chunk/" + "0".repeat(64),
            "/chunk/../../etc/passwd",
            "/chunk/$(id)")) {
      assertThat(
              curl(
                  "--path-as-is",
                  "-g",
                  "-w",
                  "%{http_code} %{size_download}",
                  "http://peer" + path))
          .as(path)
          .isEqualTo("0 404 0");
    }
    assertThat(curl("-X", "PUT", "-w", "%{http_code}", url(0))).isEqualTo("0 405");
    assertThat(curl("--http1.0", "-w", "%{http_code} %{size_download}", "-o", "one", url(1)))
        .isEqualTo("0 200 1");
  }
}
