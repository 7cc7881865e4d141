package org.wwj.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.wwj.archive.Compression;

/**
 * Copies of modules and firmware without their compression. All that xz packed is unpacked by a few
 * calls at the end: its start takes longer than a module.
 */
final class Unpacking {
  private static final String ENDING = "\\.(xz|zst|gz)$";

  /** Arguments of one call, far below what the kernel takes. */
  private static final int BATCH = 500;

  private final List<Path> packed = new ArrayList<>();

  /** The file, or what will be there as soon as all is {@link #finish finished}. */
  Path add(Path from, Path target) throws IOException {
    String name = target.getFileName().toString();
    Path plain = target.resolveSibling(name.replaceFirst(ENDING, ""));
    Files.createDirectories(target.getParent());
    if (name.endsWith(".xz")) {
      Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING);
      packed.add(target);
    } else {
      try (InputStream in = Compression.ofName(name).decompress(Files.newInputStream(from))) {
        Files.copy(in, plain, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return plain;
  }

  /**
   * Unpacks what is left, on all processors.
   *
   * @throws ImageException naming the file that is damaged
   */
  void finish() {
    int slices = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    int size = Math.clamp((packed.size() + slices - 1) / slices, 1, BATCH);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int from = 0; from < packed.size(); from += size) {
      List<Path> some = List.copyOf(packed.subList(from, Math.min(from + size, packed.size())));
      running.add(CompletableFuture.runAsync(() -> xz(some)));
    }
    packed.clear();
    try {
      // All have ended also where one fails: whoever is told may clear their folder away.
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ImageException cause ? cause : e;
    }
  }

  private static void xz(List<Path> files) {
    List<String> command = new ArrayList<>(List.of("xz", "-d", "-f", "-q", "--"));
    files.forEach(file -> command.add(file.toString()));
    Tool.run(command);
  }
}
