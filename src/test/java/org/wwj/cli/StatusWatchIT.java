package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.boot.Status;
import org.wwj.testnet.Peers;

/** {@code node status -w} on a terminal, which script(1) makes. */
class StatusWatchIT {
  @TempDir Path folder;

  @Test
  void redrawsInPlaceAndGivesTheCursorBackAtCtrlC() throws Exception {
    Peers.require("script", "stty");
    CliSite site = CliSite.full(folder);
    Path typescript = folder.resolve("typescript");
    String command =
        "'%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' org.wwj.Main node status -w -U 100"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"));
    // A shell's background jobs, as these tests may be, ignore Ctrl-C, and so would what they
    // start.
    ProcessBuilder builder =
        new ProcessBuilder(
                "env", "--default-signal=INT", "script", "-qefc", command, typescript.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile());
    builder.environment().put("WWJ_CONF", site.conf().toString());
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    Status nothing = new Status(List.of(), List.of(), List.of());
    try (StatusSocket _ = new StatusSocket(folder.resolve("run/wwj.sock"), nothing)) {
      Process process = builder.start();
      try {
        Awaitility.await("three frames")
            .atMost(Duration.ofSeconds(60))
            .until(() ->
                Files.exists(typescript)
                    && Files.readString(typescript).split("\u001b\\[HNODE NAME", -1).length > 3);
        process.getOutputStream().write(3); // Ctrl-C
        process.getOutputStream().flush();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(() -> left(process)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
      } finally {
        process.destroyForcibly();
      }
    }
    String screen = Files.readString(typescript);
    assertThat(screen)
        .containsOnlyOnce("\u001b[?25l")
        .containsOnlyOnce("\u001b[2J")
        .containsOnlyOnce("\u001b[?25h");
    assertThat(screen.substring(screen.indexOf("\u001b[?25h"))).doesNotContain("\u001b[?25l");
  }

  /** Which of its processes have not ended, and what they wait for. */
  private static String left(Process process) {
    return "did not end: "
        + Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .map(ProcessHandle::pid)
            .map(pid -> facts(pid, "stat") + " " + facts(pid, "wchan") + stack(pid))
            .collect(Collectors.joining("\n"));
  }

  private static String facts(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file)).strip();
    } catch (IOException e) {
      return "gone";
    }
  }

  private static String stack(long pid) {
    if (!facts(pid, "comm").equals("java")) {
      return "";
    }
    try {
      Process jstack =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jstack").toString(), "" + pid)
              .redirectErrorStream(true)
              .start();
      return "\n" + new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return " " + e;
    }
  }
}
