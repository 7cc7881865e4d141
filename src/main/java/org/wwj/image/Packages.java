package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packages in an image's tree, by dpkg or rpm: lines {@code NAME VERSION ARCHITECTURE}, sorted,
 * in a generation's file {@value #NAME}.
 */
final class Packages {
  /** Its name in a generation's folder. */
  static final String NAME = "packages";

  private static final String DPKG = "var/lib/dpkg/status";
  private static final List<String> RPM = List.of("usr/lib/sysimage/rpm", "var/lib/rpm");
  private static final List<String> RPM_FILES = List.of("rpmdb.sqlite", "Packages.db", "Packages");
  private static final String FORMAT =
      "%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE} %{ARCH}\\n";
  private static final Pattern LINE = Pattern.compile("\\S+ \\S+ \\S+");

  private Packages() {}

  /**
   * The packages of a tree, empty when it has no database of them.
   *
   * @param folder where scratch files may lie meanwhile
   * @throws ImageException when there is one that cannot be read, saying why
   */
  static Optional<List<String>> of(ImageTree tree, Path folder) throws IOException {
    Optional<ImageTree.Resolved> dpkg = tree.plainFile(DPKG);
    if (dpkg.isPresent()) {
      return Optional.of(
          dpkg(Files.readString(tree.file(dpkg.get()), StandardCharsets.ISO_8859_1)));
    }
    for (String place : RPM) {
      for (String name : RPM_FILES) {
        Optional<ImageTree.Resolved> rpm = tree.plainFile(place + "/" + name);
        if (rpm.isPresent()) {
          return Optional.of(rpm(tree.file(rpm.get()).resolveSibling(""), folder));
        }
      }
    }
    return Optional.empty();
  }

  /** From dpkg's status file (deb822(5)): what is installed, or was begun to be. */
  static List<String> dpkg(String status) {
    TreeSet<String> packages = new TreeSet<>();
    for (String paragraph : status.split("\n{2,}")) {
      Map<String, String> fields = new HashMap<>();
      for (String line : paragraph.split("\n")) {
        int colon = line.indexOf(": ");
        if (colon > 0 && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
          fields.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
      }
      String line =
          String.join(
              " ",
              fields.getOrDefault("Package", ""),
              fields.getOrDefault("Version", ""),
              fields.getOrDefault("Architecture", ""));
      String state = fields.getOrDefault("Status", "");
      if (LINE.matcher(line).matches()
          && !state.endsWith(" not-installed")
          && !state.endsWith(" config-files")) {
        packages.add(line);
      }
    }
    return List.copyOf(packages);
  }

  /**
   * By the head node's rpm, from a copy: reading the database where it lies would write beside it,
   * and the image would have changed.
   */
  private static List<String> rpm(Path database, Path folder) throws IOException {
    Path copy = Files.createTempDirectory(folder, ".rpm-");
    try {
      try (Stream<Path> files = Files.list(database)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (!file.getFileName().toString().startsWith(".")) {
            Files.copy(file, copy.resolve(file.getFileName().toString()));
          }
        }
      }
      Path output = copy.resolve("list");
      Tool.toFile(
          output, List.of("rpm", "--dbpath", copy.toString(), "-qa", "--queryformat", FORMAT));
      TreeSet<String> packages = new TreeSet<>();
      for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
        if (LINE.matcher(line).matches() && !line.startsWith("gpg-pubkey ")) {
          packages.add(line);
        }
      }
      return List.copyOf(packages);
    } finally {
      Folders.delete(copy);
    }
  }

  /** The lines of a generation, empty when it has none. */
  static List<String> read(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read (" + e + "); see wwj image verify", e);
    }
  }

  /** Versions by name and architecture; several of one name, as kernels are, stand together. */
  static Map<String, String> versions(List<String> lines) {
    Map<String, String> versions = new java.util.TreeMap<>();
    for (String line : new ArrayList<>(lines)) {
      String[] words = line.split(" ");
      if (words.length == 3) {
        versions.merge(
            words[0] + "." + words[2], words[1], (a, b) -> a.equals(b) ? a : a + ", " + b);
      }
    }
    return versions;
  }
}
