package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.wwj.template.GoString;

/** Files outside the overlays that templates looked at, and how they were then. */
final class Reads {
  private final Map<Path, String> stamps = new TreeMap<>();

  /** The file's text, and a note that the rendering depends on it. */
  Optional<String> text(Path path) {
    note(path);
    try {
      return Optional.of(GoString.decode(Files.readAllBytes(path)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void note(Path path) {
    stamps.putIfAbsent(path, TreeFile.stampOf(path));
  }

  /** The files, also those that are not there. */
  List<Path> files() {
    return List.copyOf(stamps.keySet());
  }

  /** Whether it looked at none. */
  boolean isEmpty() {
    return stamps.isEmpty();
  }

  /** Whether all are still as they were. */
  boolean current() {
    return stamps.entrySet().stream()
        .allMatch(e -> TreeFile.stampOf(e.getKey()).equals(e.getValue()));
  }
}
