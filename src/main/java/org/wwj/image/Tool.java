package org.wwj.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A program of the head node that does what wwj does not: tar, cp, mksquashfs, depmod, xz. */
final class Tool {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "mksquashfs", "squashfs-tools",
          "depmod", "kmod",
          "xz", "xz-utils (Debian) or xz (Rocky)",
          "cp", "coreutils");

  private static final Talk NOTHING = process -> {};

  private Tool() {}

  /**
   * Runs the program to its end.
   *
   * @throws ImageException with the program's last words when it fails
   */
  static void run(String... command) {
    run(List.of(command));
  }

  /** Runs the program to its end, its output thrown away. */
  static void run(List<String> command) {
    finish(command, builder -> builder.redirectOutput(Redirect.DISCARD), NOTHING);
  }

  /** Runs the program with its output to a file. */
  static void toFile(Path output, List<String> command) {
    finish(command, builder -> builder.redirectOutput(output.toFile()), NOTHING);
  }

  /** Runs the program with its output where ours goes, for the admin to watch. */
  static void show(List<String> command) {
    finish(
        command,
        builder -> builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT),
        NOTHING);
  }

  /** The program's output while it runs; a failure of it shows at the end of the stream. */
  static InputStream output(List<String> command) throws IOException {
    Process process =
        builder(command).redirectError(Redirect.DISCARD).redirectOutput(Redirect.PIPE).start();
    return new FilterInputStream(process.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n < 0 && await(process) != 0) {
          throw new IOException(command.getFirst() + " found it damaged");
        }
        return n;
      }

      @Override
      public void close() throws IOException {
        super.close();
        process.destroy();
      }
    };
  }

  private interface Talk {
    void with(Process process) throws IOException;
  }

  private static void finish(List<String> command, Consumer<ProcessBuilder> settings, Talk talk) {
    String program = command.getFirst();
    try {
      Path words = Files.createTempFile("wwj-tool", ".log");
      try {
        ProcessBuilder builder = builder(command).redirectError(words.toFile());
        settings.accept(builder);
        Process process = start(builder);
        String broken = "";
        try {
          talk.with(process);
        } catch (IOException e) {
          broken = " (" + e.getMessage() + ")"; // its exit code and words say more
        }
        int exit = await(process);
        if (exit != 0 || !broken.isEmpty()) {
          throw new ImageException(
              program + " ended with exit code " + exit + broken + ": " + tail(words));
        }
      } finally {
        Files.deleteIfExists(words);
      }
    } catch (IOException e) {
      throw new ImageException(program + ": " + e.getMessage(), e);
    }
  }

  private static Process start(ProcessBuilder builder) {
    String program = builder.command().getFirst();
    try {
      return builder.start();
    } catch (IOException e) {
      String fix = PACKAGES.containsKey(program) ? "; install " + PACKAGES.get(program) : "";
      throw new ImageException(program + " cannot be started: " + e.getMessage() + fix, e);
    }
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    // Inherited settings would change what the tools do; file names are bytes, whatever they say.
    builder.environment().remove("TAR_OPTIONS");
    builder.environment().remove("SOURCE_DATE_EPOCH");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
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
