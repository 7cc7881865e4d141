package org.wwj.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program of this machine, run to its end. */
final class Command {
  private Command() {}

  /** What it printed; fails when it does not succeed. */
  static String run(String... command) {
    return in(Path.of(""), command);
  }

  /** The same, in a folder. */
  static String in(Path folder, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + text);
      }
      return text.strip();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  /** The first line it printed, or {@code ?} when it cannot be run. */
  static String firstLine(String... command) {
    try {
      return run(command).lines().findFirst().orElse("?");
    } catch (IllegalStateException e) {
      return "?";
    }
  }
}
