package org.wwj.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The open files of this process. */
final class Descriptors {
  private Descriptors() {}

  /** The files in a folder that are open, each as often as it has a descriptor. */
  static List<Path> in(Path folder) throws IOException {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all.toList()) {
        try {
          open.add(Files.readSymbolicLink(descriptor));
        } catch (NoSuchFileException e) {
          continue; // closed meanwhile
        }
      }
    }
    return open.stream().filter(file -> file.startsWith(folder)).toList();
  }
}
