package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The image that both peers boot.
 *
 * @param tree what it was made from
 * @param kernel the kernel
 * @param squashfs the file that travels
 */
record BenchImage(Path tree, Path kernel, Path squashfs) {
  /** The version of its kernel: the newest that has modules. */
  String kernelVersion() {
    Path modules = tree.resolve("usr/lib/modules");
    try (Stream<Path> versions = Files.list(modules)) {
      return versions
          .map(version -> version.getFileName().toString())
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IllegalStateException("no kernel in " + modules));
    } catch (IOException e) {
      throw new IllegalStateException(modules.toString(), e);
    }
  }
}
