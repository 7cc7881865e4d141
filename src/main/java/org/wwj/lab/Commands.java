package org.wwj.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Running other programs: to their end with their output, or in the background. */
final class Commands {
  private Commands() {}

  /** What a finished command said, errors included. */
  record Output(int exit, String text) {}

  /** Runs to the end. */
  static Output run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text.strip());
    } catch (IOException e) {
      throw notStarted(command, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Runs to the end and returns the output.
   *
   * @throws LabException with what it said, when it fails
   */
  static String require(String... command) {
    Output output = run(List.of(command));
    if (output.exit() != 0) {
      throw new LabException(
          "'%s' failed (%d): %s"
              .formatted(String.join(" ", command), output.exit(), output.text()));
    }
    return output.text();
  }

  /** Runs to the end on this terminal and returns the exit code. */
  static int attached(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw notStarted(command, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Starts in a session of its own, so that neither this terminal's end nor its Ctrl-C reaches it.
   */
  static Process background(List<String> command, Path log) {
    List<String> detached = new java.util.ArrayList<>(List.of("setsid"));
    detached.addAll(command);
    try {
      return new ProcessBuilder(detached)
          .redirectInput(new File("/dev/null"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw notStarted(command, e);
    }
  }

  private static LabException notStarted(List<String> command, IOException cause) {
    return new LabException(
        "cannot start %s: %s (what the lab needs is installed by: src/main/sh/install-missing lab)"
            .formatted(command.getFirst(), cause.getMessage()),
        cause);
  }

  private static LabException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new LabException("interrupted", cause);
  }
}
