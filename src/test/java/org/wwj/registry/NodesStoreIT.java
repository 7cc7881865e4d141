package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.config.ConfigException;

/** What happens to nodes.conf when its writers are killed, many, or out of room. */
class NodesStoreIT {
  private static final String BEGIN = "# The first line.\n";
  private static final String END = "# The last line.\n";
  private static final int KILLS = 30;

  @TempDir Path folder;
  private Path file;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void file() throws IOException {
    file = folder.resolve("nodes.conf");
    Files.writeString(file, BEGIN + "nodes:\n  c1: {comment: the first}\n" + END);
  }

  @AfterEach
  void endWhatRuns() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... words) throws IOException {
    return run(List.of(), words);
  }

  private Process run(List<String> before, String... words) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            StoreWriter.class.getName()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  private static List<String> lines(Process process) throws IOException {
    return process.inputReader(StandardCharsets.UTF_8).lines().toList();
  }

  private void isWhole() throws IOException {
    assertThat(Files.readString(file)).startsWith(BEGIN).endsWith(END).contains("the first");
  }

  private List<String> inFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** A writer that runs until it is killed, and the names it said were accepted. */
  private record Writer(Process process, BufferedReader out, Set<String> accepted) {
    /** Kills it; answers all that it said. */
    Set<String> killed() throws InterruptedException {
      process.toHandle().destroyForcibly(); // the process itself would close what is still unread
      process.waitFor();
      out.lines().forEach(accepted::add);
      return accepted;
    }
  }

  private Writer writer(String name) throws IOException {
    Process process = start("loop", file.toString(), name);
    Writer writer =
        new Writer(process, process.inputReader(StandardCharsets.UTF_8), new TreeSet<>());
    writer.accepted().add(writer.out().readLine()); // it is at work
    return writer;
  }

  @Test
  void killedAtAnyInstantItLosesNothingThatWasAccepted() throws Exception {
    Random random = new Random(7);
    Set<String> accepted = new TreeSet<>(List.of("c1"));
    // Two at a time: the one that lives must get the lock of the one that died.
    List<Writer> writers = new ArrayList<>(List.of(writer("a0"), writer("b0")));
    for (int kill = 1; kill <= KILLS; kill++) {
      Writer victim = writers.remove(random.nextInt(writers.size()));
      TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000)); // the instant is what is tried
      accepted.addAll(victim.killed());
      assertThat(NodesFile.read(file).nodes().keySet()).as("kill %d", kill).containsAll(accepted);
      isWhole();
      String mine = "parent-" + kill;
      new NodesStore(file, Duration.ofSeconds(20))
          .update(text -> text.replace("nodes:\n", "nodes:\n  " + mine + ": {}\n"));
      accepted.add(mine);
      writers.add(writer("w" + kill));
    }
    for (Writer writer : writers) {
      accepted.addAll(writer.killed());
    }
    assertThat(NodesFile.read(file).nodes().keySet()).containsAll(accepted);
    assertThat(accepted).hasSizeGreaterThan(3 * KILLS);
    StoreWriter.add(file, "last");
    isWhole();
    assertThat(inFolder()).containsExactly(".nodes.conf.lock", "nodes.conf");
  }

  @Test
  void twoHundredWritersAtOnceLoseNothing() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(start("threads", file.toString(), "p" + i, "25"));
    }
    Set<String> accepted = new TreeSet<>();
    for (Process process : processes) {
      accepted.addAll(lines(process));
      assertThat(process.waitFor()).isZero();
    }
    List<String> all =
        IntStream.range(0, 200).mapToObj(i -> "p" + i / 25 + "-" + i % 25).sorted().toList();
    assertThat(accepted).containsExactlyElementsOf(all);
    assertThat(NodesFile.read(file).nodes().keySet()).contains("c1").containsAll(all);
    isWhole();
    assertThat(inFolder()).containsExactly(".nodes.conf.lock", "nodes.conf");
  }

  @Test
  void saysWhichProcessHoldsTheLock() throws Exception {
    Process holder = start("hold", file.toString());
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    assertThatThrownBy(
            () -> new NodesStore(file, Duration.ofMillis(300)).update(text -> text + "# mine\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("another command is changing it (process " + holder.pid() + " (java)")
        .hasMessageContaining("try again");
    holder.outputWriter().append('\n').close();
    assertThat(holder.waitFor()).isZero();
    assertThat(new NodesStore(file, Duration.ofMillis(300)).update(t -> t + "# mine\n")).isTrue();
  }

  /** Runs the writer over a small file system of its own, as root. */
  private List<String> onTmpfs(String size, String more) throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
    Path mount = Files.createDirectory(folder.resolve("mount"));
    Path there = mount.resolve("nodes.conf");
    String script =
        "mount -t tmpfs -o size=%s,mode=700 tmpfs %s && cp %s %s && head -c 4000 /dev/zero | tr '\\0' '#' >> %s && %s exec \"$@\""
            .formatted(size, mount, file, there, there, more);
    Process process =
        run(List.of("unshare", "-m", "sh", "-c", script, "sh"), "refused", there.toString());
    List<String> lines = lines(process);
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  @Test
  void onAFullDiskTheFileStaysAsItWas() throws Exception {
    assertThat(onTmpfs("12k", ""))
        .containsExactly(
            folder.resolve("mount/nodes.conf") + ": cannot be written: No space left on device",
            "unchanged",
            ".nodes.conf.lock",
            "nodes.conf");
  }

  @Test
  void onAReadOnlyFileSystemItSaysSo() throws Exception {
    String remount = "mount -o remount,ro " + folder.resolve("mount") + " &&";
    assertThat(onTmpfs("100k", remount))
        .containsExactly(
            folder.resolve("mount/nodes.conf") + ": cannot be written: Read-only file system",
            "unchanged",
            "nodes.conf");
  }
}
