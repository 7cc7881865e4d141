package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program of the head node that does what wwj does not: tar, cp, mksquashfs, depmod, xz. */
final class Tool {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "mksquashfs", "squashfs-tools",
          "depmod", "kmod",
          "xz", "xz-utils (Debian) or xz (Rocky)",
          "tar", "tar",
          "cp", "coreutils");

  private Tool() {}

  /**
   * Runs the program to its end.
   *
   * @throws ImageException with the program's last words when it fails
   */
  static void run(String... command) {
    run(Map.of(), null, List.of(command));
  }

  /** Runs the program with its output to a file, or nowhere when null. */
  static void run(Map<String, String> environment, @Nullable Path output, List<String> command) {
    try {
      Path words = Files.createTempFile("wwj-tool", ".log");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        // Inherited options would change what the tools do; file names are bytes, whatever they
        // say.
        builder.environment().remove("TAR_OPTIONS");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        builder.redirectError(words.toFile());
        builder.redirectOutput(
            output == null
                ? ProcessBuilder.Redirect.DISCARD
                : ProcessBuilder.Redirect.to(output.toFile()));
        builder.redirectInput(Path.of("/dev/null").toFile());
        int exit = await(builder.start());
        if (exit != 0) {
          throw new ImageException(
              command.getFirst() + " ended with exit code " + exit + ": " + tail(words));
        }
      } finally {
        Files.deleteIfExists(words);
      }
    } catch (IOException e) {
      String program = command.getFirst();
      String fix = PACKAGES.containsKey(program) ? "; install " + PACKAGES.get(program) : "";
      throw new ImageException(program + " cannot be started: " + e.getMessage() + fix, e);
    }
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      throw new ImageException("interrupted", e);
    }
  }

  private static String tail(Path words) throws IOException {
    String text = new String(Files.readAllBytes(words), StandardCharsets.UTF_8).strip();
    List<String> lines = text.lines().toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }
}
