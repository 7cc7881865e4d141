package org.wwj.image.oci;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.wwj.archive.Digest;

/**
 * Layers as registries hold them, by digest, so that the next import of an image fetches only what
 * is new. It can be deleted at any time.
 *
 * <pre>
 * blobs/sha256/HEX        a layer; its digest is checked again before each use
 * blobs/sha256/HEX.part   as much of it as has come
 * imports/KEY             the layers of an image's last import
 * lock                    shared by imports, exclusive for whoever deletes
 * </pre>
 */
final class BlobCache {
  /** For how long what belongs to no import is kept: a killed one may be started again. */
  private static final Duration LEFTOVER = Duration.ofDays(1);

  /** For how long the layers of an import are kept after it. */
  private static final Duration KEPT = Duration.ofDays(90);

  private final Path folder;
  private final Path blobs;
  private final Path imports;
  private final Clock clock;

  /** A cache in that folder, which is made when needed. */
  BlobCache(Path folder, Clock clock) {
    this.folder = folder;
    this.blobs = folder.resolve("blobs/sha256");
    this.imports = folder.resolve("imports");
    this.clock = clock;
  }

  /** Where a whole layer lies, if it does. */
  Path blob(Descriptor layer) {
    return blobs.resolve(layer.hex());
  }

  /** Where it grows. */
  Path partial(Descriptor layer) {
    return blobs.resolve(layer.hex() + ".part");
  }

  /** Whether the layer is there and is right; one that is damaged is deleted. */
  boolean holds(Descriptor layer) throws IOException {
    Path file = blob(layer);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (Files.size(file) == layer.size() && Digest.of(file).hex().equals(layer.hex())) {
      return true;
    }
    Files.delete(file);
    return false;
  }

  /** Bytes that a layer still needs on the disk, as far as sizes tell. */
  long missing(Descriptor layer) throws IOException {
    if (Files.isRegularFile(blob(layer))) {
      return 0;
    }
    Path partial = partial(layer);
    return layer.size() - (Files.isRegularFile(partial) ? Files.size(partial) : 0);
  }

  /** Makes a layer that has been checked a whole one. */
  void complete(Descriptor layer) throws IOException {
    Files.move(partial(layer), blob(layer), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /** As long as it is open, nobody deletes anything. */
  record Use(Path blobs, FileChannel channel) implements AutoCloseable {
    /** Bytes that the disk has free. */
    long free() throws IOException {
      return Files.getFileStore(blobs).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Begins to use it. */
  Use use() throws IOException {
    Files.createDirectories(blobs);
    Files.createDirectories(imports);
    FileChannel channel = lockFile();
    try {
      channel.lock(0, Long.MAX_VALUE, true);
      return new Use(blobs, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        folder.resolve("lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /**
   * Notes the layers of an import and deletes what no import needs any more, unless another one
   * runs.
   *
   * @param image the image's name without tag or digest, and its platform
   */
  void keep(String image, List<Descriptor> layers) throws IOException {
    Path list = imports.resolve(Digest.of(image).hex());
    Set<String> before = hexes(list);
    StringBuilder text = new StringBuilder("# " + image + "\n");
    layers.forEach(layer -> text.append(layer.hex()).append('\n'));
    Path fresh = imports.resolve("." + list.getFileName());
    Files.writeString(fresh, text);
    Files.move(fresh, list, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = lockFile();
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        clean(before);
      }
    }
  }

  private void clean(Set<String> replaced) throws IOException {
    Set<String> needed = new HashSet<>();
    for (Path list : files(imports)) {
      if (older(list, KEPT)) {
        Files.delete(list);
      } else {
        needed.addAll(hexes(list));
      }
    }
    for (Path file : files(blobs)) {
      String name = file.getFileName().toString();
      if (!needed.contains(name) && (replaced.contains(name) || older(file, LEFTOVER))) {
        Files.delete(file);
      }
    }
  }

  private boolean older(Path file, Duration age) throws IOException {
    Instant end = Files.getLastModifiedTime(file).toInstant().plus(age);
    return end.isBefore(clock.instant());
  }

  private static Set<String> hexes(Path list) throws IOException {
    Set<String> hexes = new TreeSet<>();
    if (Files.isRegularFile(list)) {
      for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
        if (Digest.matches(line)) {
          hexes.add(line);
        }
      }
    }
    return hexes;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
