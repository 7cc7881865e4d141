package org.wwj.overlay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.wwj.archive.Entry;

/** Rendered overlays as files in a folder, for real programs to look at. */
final class RenderedTree {
  private RenderedTree() {}

  /** What a program said, and how it ended. */
  record Said(int exit, String text) {}

  /** Writes the entries below a folder, without their owners. */
  static Path write(List<Entry> entries, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Entry entry : entries) {
      Path path = folder.resolve(entry.path());
      switch (entry) {
        case Entry.Directory d -> Files.createDirectories(path);
        case Entry.Bytes b -> {
          Files.write(path, b.content());
          Files.setPosixFilePermissions(path, permissions(b.mode()));
        }
        case Entry.Symlink s -> Files.createSymbolicLink(path, Path.of(s.target()));
        default -> throw new IllegalArgumentException(entry.path());
      }
    }
    return folder;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> set = new HashSet<>();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & 0400 >> bit) != 0) {
        set.add(all[bit]);
      }
    }
    return set;
  }

  /** Files below a folder whose names end so. */
  static List<Path> files(Path folder, String end) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var all = Files.walk(folder)) {
        all.filter(file -> file.toString().endsWith(end) && Files.isRegularFile(file))
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Runs a program to its end, with a text as its input. */
  static Said run(String input, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (old, more) -> old + ":" + more);
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // it does not read
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", command) + " does not end");
    }
    return new Said(process.exitValue(), text);
  }
}
