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
  /** Packs a tree; the kernel is the newest below its {@code boot}. */
  static BenchImage pack(Path tree, Path folder) {
    Path squashfs = folder.resolve("root.squashfs");
    if (!Files.exists(squashfs)) {
      Command.run(
          "mksquashfs",
          tree.toString(),
          squashfs.toString(),
          "-quiet",
          "-no-progress",
          "-comp",
          "zstd",
          "-b",
          "256K",
          "-e",
          "boot");
    }
    return new BenchImage(tree, newest(tree.resolve("boot"), "vmlinuz-"), squashfs);
  }

  /** The version of its kernel. */
  String kernelVersion() {
    return newest(tree.resolve("lib/modules"), "").getFileName().toString();
  }

  private static Path newest(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IllegalStateException("no kernel in " + folder));
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }
}
