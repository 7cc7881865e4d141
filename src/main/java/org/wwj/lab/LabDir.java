package org.wwj.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageStore;

/**
 * The lab's folder: all that {@code lab up} makes lies below it, and {@code lab down} removes it.
 */
record LabDir(Path root) {
  /** What is kept of an earlier lab by {@code down --keep-image}. */
  private static final Set<String> IMAGE_FOLDERS = Set.of("chroots", "provision");

  private static final String LOCK = ".lock";

  Path etc() {
    return root.resolve("etc");
  }

  Path conf() {
    return etc().resolve("wwj.conf");
  }

  Path runtime() {
    return root.resolve("run");
  }

  Path socket() {
    return runtime().resolve("wwj.sock");
  }

  Path chroots() {
    return root.resolve("chroots");
  }

  Path provision() {
    return root.resolve("provision");
  }

  /** The kernel of the image's current generation. */
  Path kernel(String image) {
    return new ImageStore(chroots(), provision()).generations(image).resolve("current/vmlinuz");
  }

  Path serverLog() {
    return root.resolve("server.log");
  }

  Path serverPid() {
    return root.resolve("server.pid");
  }

  Path libvirt() {
    return root.resolve("libvirt");
  }

  Path console(String machine) {
    return root.resolve("console").resolve(machine + ".log");
  }

  /** The file that makes a folder a lab's. */
  Path state() {
    return root.resolve("lab.conf");
  }

  boolean isLab() {
    return Files.isRegularFile(state());
  }

  /**
   * Makes the folder.
   *
   * @throws LabException when it holds something that is not a lab
   */
  void make() {
    try {
      if (!isLab() && Files.isDirectory(root) && !holdsOnlyImages()) {
        throw new LabException(
            root + " is neither empty nor a lab; name another folder with --dir");
      }
      for (Path folder : List.of(etc(), runtime(), root.resolve("console"), libvirt())) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new LabException("cannot make the lab's folder " + root + ": " + e, e);
    }
  }

  /** Whether nothing but the images of an earlier lab is left. */
  boolean holdsOnlyImages() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .allMatch(name -> IMAGE_FOLDERS.contains(name) || name.equals(LOCK));
    } catch (IOException e) {
      throw new LabException("cannot read " + root + ": " + e.getMessage(), e);
    }
  }

  /** Removes the folder, or all of it but the images. */
  void remove(boolean keepImages) {
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.toList()) {
        if (!keepImages || !IMAGE_FOLDERS.contains(entry.getFileName().toString())) {
          removeTree(entry);
        }
      }
      if (!keepImages) {
        Files.deleteIfExists(root);
      }
    } catch (NoSuchFileException e) {
      return; // there is nothing to remove
    } catch (IOException | UncheckedIOException e) {
      throw new LabException("cannot remove " + root + ": " + e, e);
    }
  }

  /** Symbolic links are removed, never followed: image trees are full of absolute ones. */
  private static void removeTree(Path top) throws IOException {
    try (Stream<Path> tree = Files.walk(top)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /**
   * Does the work while other lab commands are kept out of this folder.
   *
   * @throws LabException when one is at work
   */
  <T> T locked(Supplier<T> work) {
    Path file = root.resolve(LOCK);
    try {
      Files.createDirectories(root);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (tryLock(channel) == null) {
          throw new LabException("another wwj lab command is at work in " + root + "; wait for it");
        }
        return work.get();
      }
    } catch (IOException e) {
      throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
