package org.wwj.image;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private static final int LAST = 5;

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
    finish(command, builder -> builder.redirectOutput(Redirect.DISCARD));
  }

  /** Runs the program with its output to a file. */
  static void toFile(Path output, List<String> command) {
    finish(command, builder -> builder.redirectOutput(output.toFile()));
  }

  /** Runs the program with its output where ours goes, for the admin to watch. */
  static void show(List<String> command) {
    finish(
        command,
        builder -> builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT));
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

  private static void finish(List<String> command, Consumer<ProcessBuilder> settings) {
    String program = command.getFirst();
    ProcessBuilder builder = builder(command).redirectError(Redirect.PIPE);
    settings.accept(builder);
    Process process = start(builder);
    try {
      String words = lastWords(process.getErrorStream());
      int exit = await(process);
      if (exit != 0) {
        throw new ImageException(program + " ended with exit code " + exit + ": " + words);
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

  /** The last lines of what the program has to say, read to its end. */
  private static String lastWords(InputStream words) throws IOException {
    Deque<String> last = new ArrayDeque<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(words, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      if (last.size() == LAST) {
        last.removeFirst();
      }
      last.addLast(line.strip());
    }
    return String.join(" | ", last);
  }
}
