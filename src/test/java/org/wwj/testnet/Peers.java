package org.wwj.testnet;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The programs a system test needs. Missing ones fail the test in CI and skip it on a laptop. */
public final class Peers {
  private static final List<String> FOLDERS =
      List.of(
          (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin")
              .split(File.pathSeparator));

  private Peers() {}

  /** Goes on only as root and with all of the programs installed. */
  public static void require(String... programs) {
    List<String> missing = Arrays.stream(programs).filter(p -> !installed(p)).toList();
    String reason = missing.isEmpty() ? "" : "not installed: " + String.join(", ", missing);
    if (!"root".equals(System.getProperty("user.name"))) {
      reason += " needs root for network namespaces";
    }
    if (!reason.isBlank()) {
      String advice = reason.strip() + " (sudo ./verify installs what the tests need)";
      if (System.getenv("CI") != null) {
        Assertions.fail(advice);
      }
      Assumptions.abort(advice);
    }
  }

  /**
   * Goes on only with all of the programs installed, and skips without them in CI too: they are too
   * large to be installed for a test.
   */
  public static void assume(String... programs) {
    List<String> missing = Arrays.stream(programs).filter(p -> !installed(p)).toList();
    Assumptions.assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
  }

  private static boolean installed(String program) {
    return program.startsWith("/")
        ? Files.exists(Path.of(program))
        : FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
