package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** What is left when the commands that make, switch and remove generations are killed. */
class GenerationKillIT {
  /** What appears below an image's generations as a build goes on, in this order. */
  private static final List<String> STEPS =
      List.of(
          ".new-*",
          ".new-*/.stage1-*",
          ".new-*/vmlinuz",
          ".new-*/root.squashfs",
          ".new-*/manifest",
          ".new-*/stage1.img",
          ".new-*/tree.zst",
          ".new-*/fingerprint",
          ".new-*/files",
          "[0-9]*Z-*/files");

  @TempDir Path folder;
  private Path conf;
  private Path scratch;
  private ImageStore store;
  private final List<Process> started = new ArrayList<>();
  private final Random random = new Random(11);

  @BeforeEach
  void aSiteWithAnImage() throws Exception {
    Peers.require("mksquashfs", "depmod");
    Path state = folder.resolve("state");
    store = new ImageStore(state.resolve("chroots"), state.resolve("provision"));
    new Trees(store.rootfs("a")).bootable();
    byte[] noise = new byte[4 << 20];
    random.nextBytes(noise);
    Files.write(store.rootfs("a").resolve("usr/noise"), noise);
    scratch = Files.createDirectory(folder.resolve("tmp"));
    conf = folder.resolve("wwj.conf");
    Files.writeString(
        conf,
        """
        ipaddr: 10.0.0.1/24
        paths: {localstatedir: %1$s/state, datadir: %1$s/data, rundir: %1$s/run}
        """
            .formatted(folder));
    Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
  }

  @AfterEach
  void endWhatRuns() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                System.getProperty("java.class.path"),
                "org.wwj.Main",
                "image"));
    command.addAll(List.of(words));
    command.addAll(List.of("--conf", conf.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("words").toFile())
            .start();
    started.add(process);
    return process;
  }

  private void run(String... words) throws Exception {
    assertThat(start(words).waitFor()).as(() -> read(folder.resolve("words"))).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Whether something of that name is there now. */
  private boolean there(String glob, List<String> before) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    Path home = store.generations("a");
    try (Stream<Path> all = Files.walk(home, 2)) {
      return all.map(home::relativize)
          .filter(path -> !before.contains(path.getName(0).toString()))
          .anyMatch(matcher::matches);
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // something went while it was listed
    }
  }

  private List<String> listed() {
    String[] names = store.generations("a").toFile().list();
    return names == null ? List.of() : List.of(names).stream().sorted().toList();
  }

  /** Kills the process by the signal that it cannot catch. */
  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  private void theCurrentOneIsSound(String when) {
    Inspector inspector = new Inspector(folder.resolve("state/keys"));
    assertThat(inspector.thorough(store.find("a").orElseThrow()).trusted()).as(when).isTrue();
    for (Generation generation : store.history("a")) {
      assertThat(inspector.quick(generation).trusted()).as(when).isTrue();
    }
  }

  private void nothingIsLeft() {
    List<String> expected = new ArrayList<>(List.of(".lock", ".switch", "current"));
    store.history("a").forEach(generation -> expected.add(generation.id()));
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(expected);
    // A library's own code, which it puts there to load it: who is killed in that moment leaves it.
    assertThat(scratch.toFile().list()).allMatch(name -> name.startsWith("libzstd-jni"));
    assertThat(folder.resolve("state/keys").toFile().list())
        .containsExactlyInAnyOrder("image.key", "image.pub");
  }

  @Test
  void aBuildThatIsKilledAtAnyStepLeavesTheOldGeneration() throws Exception {
    run("build", "a");
    int killed = 0;
    for (String step : STEPS) {
      List<String> before = listed();
      Process build = start("build", "--force", "a");
      while (build.isAlive() && !there(step, before)) {
        Thread.onSpinWait();
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(2000)); // the instant is what is tried
      killed += build.isAlive() ? 1 : 0;
      kill(build);
      theCurrentOneIsSound(step);
    }
    assertThat(killed).as("kills that met a build").isGreaterThan(STEPS.size() / 2);
    run("build", "--force", "a");
    theCurrentOneIsSound("the next build");
    nothingIsLeft();
  }

  @Test
  void aSwitchAndARemovalThatAreKilledLeaveAGenerationThatBoots() throws Exception {
    run("build", "a");
    run("build", "--force", "a");
    List<Generation> all = store.history("a");
    for (int kill = 0; kill < 8; kill++) {
      String target = all.get(kill % 2).id();
      Process rollback = start("rollback", "a", target);
      // Killed in the moment of the switch, or a little before or after.
      Path other = Path.of(target);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (rollback.isAlive()
          && !Files.isSameFile(store.generations("a").resolve("current"), folderOf(other))
          && listed().stream().noneMatch(name -> name.startsWith(".current-"))
          && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      kill(rollback);
      theCurrentOneIsSound("rollback");
    }
    run("rollback", "a", all.getFirst().id());
    for (int kill = 0; kill < 3; kill++) {
      Process prune = start("prune", "-y", "--keep", "0", "a");
      while (prune.isAlive() && store.history("a").size() > 1) {
        Thread.onSpinWait();
      }
      kill(prune);
      theCurrentOneIsSound("prune");
      run("build", "--force", "a");
      nothingIsLeft();
    }
  }

  private Path folderOf(Path id) {
    return store.generations("a").resolve(id);
  }
}
