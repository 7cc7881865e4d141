package org.wwj.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, since the tests' has other compilers. */
class OptimizingCompilerIT {
  /** Prints the names of its threads and how nice they are. */
  static final class Threads {
    public static void main(String[] args) throws IOException {
      OptimizingCompiler.giveWay();
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        for (Path thread : threads.toList()) {
          String stat = Files.readString(thread.resolve("stat"));
          String name = Files.readString(thread.resolve("comm")).strip();
          String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          System.out.println(name + ": " + words[16]);
        }
      }
    }
  }

  @Test
  void onlyTheSecondCompilerGivesWay() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Threads.class.getName())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    List<String> lines = text.lines().toList();
    assertThat(lines).contains("C2 CompilerThre: 19");
    // These tests may be nice themselves.
    assertThat(nice(lines, "C1 CompilerThre")).isEqualTo(nice(lines, "java"));
  }

  private static String nice(List<String> lines, String thread) {
    return lines.stream()
        .filter(line -> line.startsWith(thread + ": "))
        .map(line -> line.substring(thread.length() + 2))
        .findFirst()
        .orElseThrow();
  }
}
