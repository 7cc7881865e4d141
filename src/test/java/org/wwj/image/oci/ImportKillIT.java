package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Compression;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.ImportProgress;
import org.wwj.image.Importer;
import org.wwj.image.Origin;
import org.wwj.image.oci.TestImage.TestLayer;
import org.wwj.testnet.Peers;

/** What is left of an image when its import is killed: the old tree or the new one, whole. */
class ImportKillIT {
  private static final int FILES = 40;

  /** The lines that an import writes before the swap; it is killed somewhere after each. */
  private static final int STEPS = 10;

  /** Instants that are tried after the last of them. */
  private static final int MORE = 6;

  @TempDir private Path folder;
  private TestRegistry registry;
  private Path conf;
  private ImageStore store;
  private final List<String> digests = new ArrayList<>();

  @BeforeEach
  void twoVersions() throws IOException {
    Peers.require("docker-registry", "skopeo", "tar");
    registry = TestRegistry.start(folder.resolve("registry"), false, false);
    TestImage image = new TestImage(folder.resolve("layout"));
    for (int version = 0; version < 2; version++) {
      String manifest = image.image("linux/amd64", layers(version));
      image.name("v" + version, manifest);
      digests.add(TestImage.digest(manifest));
      registry.push(image, "v" + version, "hpc/compute:v" + version, "--preserve-digests");
    }
    conf = folder.resolve("wwj.conf");
    Files.writeString(
        conf,
        "ipaddr: 127.0.0.1/8\npaths: {localstatedir: %1$s/state, cachedir: %1$s/cache, rundir: %1$s/run}\n"
            .formatted(folder));
    store = new ImageStore(folder.resolve("state/chroots"), folder.resolve("state/provision"));
  }

  @AfterEach
  void end() {
    if (registry != null) {
      registry.close();
    }
  }

  private static TestLayer[] layers(int version) {
    List<TestLayer> layers = new ArrayList<>();
    for (int layer = 0; layer < 4; layer++) {
      List<String> files = new ArrayList<>(List.of("bin/sh", "shell"));
      for (int file = 0; file < FILES; file++) {
        files.add("usr/" + layer + "/" + file);
        files.add("version " + version);
      }
      layers.add(TestLayer.text(Compression.GZIP, files.toArray(String[]::new)));
      layers.add(TestLayer.random("usr/large" + layer, 1 << 20, 10L * version + layer));
    }
    return layers.toArray(TestLayer[]::new);
  }

  private String source(int version) {
    return "docker://" + registry.host() + "/hpc/compute:v" + version;
  }

  private void runHere(String source) {
    Access access = new Access("", "", "", true, "");
    Sources sources = new Sources(List.of(), folder.resolve("cache/oci"), access);
    new Importer(store).run(sources.parse(source), "a", true, ImportProgress.NONE);
  }

  private Process start(int version) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "org.wwj.Main",
            "image",
            "import",
            source(version),
            "a",
            "--update",
            "--nohttps",
            "--conf",
            conf.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** The version that the whole tree is of. */
  private int version() throws IOException {
    TreeSet<String> versions = new TreeSet<>();
    for (int layer = 0; layer < 4; layer++) {
      assertThat(store.rootfs("a").resolve("usr/large" + layer)).hasSize(1 << 20);
      for (int file = 0; file < FILES; file++) {
        versions.add(Files.readString(store.rootfs("a").resolve("usr/" + layer + "/" + file)));
      }
    }
    assertThat(versions).hasSize(1);
    return Integer.parseInt(versions.first().substring("version ".length()));
  }

  /** Until the new tree is complete, or has just got its place. */
  private void awaitSwap(Process process, Object old, boolean done) throws IOException {
    Path home = store.rootfs("a").getParent();
    boolean seen = false;
    while (process.isAlive() && !seen) {
      seen =
          done
              ? !inode().equals(old)
              : home.toFile().list((d, name) -> name.startsWith(".swap-")).length > 0;
    }
  }

  private Object inode() throws IOException {
    return Files.getAttribute(store.rootfs("a"), "unix:ino");
  }

  @Test
  void killedAtAnyStepItLeavesOneWholeImage() throws Exception {
    Random random = new Random(5);
    runHere(source(0));
    int switched = 0;
    for (int step = 0; step < STEPS + MORE; step += step < STEPS - 1 ? 3 : 1) {
      int before = version();
      Object old = inode();
      Path cache = folder.resolve("cache/oci/blobs");
      TestRegistry.sh(folder, "rm -rf " + cache);
      Process process = start(1 - before);
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      List<String> said = new ArrayList<>();
      // The swap and the deletion after it are without words: they are tried most.
      for (int line = 0; line < Math.min(step, STEPS); line++) {
        said.add(out.readLine());
      }
      assertThat(said).doesNotContainNull();
      if (step >= STEPS) {
        awaitSwap(process, old, step % 2 == 0);
      }
      int most = step == 0 ? 400_000 : step < STEPS ? 8_000 : 4_000;
      TimeUnit.MICROSECONDS.sleep(random.nextInt(most)); // the instant is what is tried
      process.toHandle().destroyForcibly();
      process.waitFor();
      int after = version();
      assertThat(after).as("after %s", said).isIn(before, 1 - before);
      switched += after == before ? 0 : 1;
      // Any import recovers, also one that fails.
      assertThatThrownBy(() -> runHere(source(7))).isInstanceOf(ImageException.class);
      assertThat(version()).isEqualTo(after);
      assertThat(store.origin("a").map(Origin::digest)).contains(digests.get(after));
      assertThat(folder.resolve("state/chroots/a").toFile().list())
          .as("after %s", said)
          .containsExactlyInAnyOrder("rootfs", "origin");
      assertThat(folder.resolve("state/chroots").toFile().list())
          .allMatch(name -> name.equals("a"));
    }
    assertThat(switched).as("kills after the swap").isBetween(1, MORE);
  }
}
