package org.wwj.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which generation of an image counts, and which may go. Switching is one rename: whoever looks
 * meanwhile sees the old one or the new one.
 */
public final class Generations {
  /** Held for the moment of a switch or of a removal, never while something is built. */
  private static final String LOCK = ".switch";

  private static final String DOOMED = ".old-";
  private static final String POINTER = "current";

  private final ImageStore store;

  /** Those of the store's images. */
  public Generations(ImageStore store) {
    this.store = store;
  }

  /** What to do with a folder while nobody else switches or removes in it. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Lets the image's name stand for another of its generations.
   *
   * @param id which; empty for the one before the current
   * @return the generation that counts now
   * @throws ImageException when there is none, with those that there are
   */
  public Generation rollback(String image, String id) {
    Path folder = folder(image);
    return alone(
        folder,
        () -> {
          Generation target = id.isEmpty() ? before(image) : require(image, id);
          if (!Files.exists(target.squashfs()) || !Files.exists(target.kernel())) {
            throw new ImageException(
                target.folder()
                    + " is not whole; see wwj image verify "
                    + image
                    + "@"
                    + target.id());
          }
          Folders.point(folder, POINTER, target.id());
          return target;
        });
  }

  /**
   * The generation before the current one.
   *
   * @throws ImageException when there is none, with those that there are
   */
  public Generation before(String image) {
    Optional<Generation> current = store.find(image);
    List<Generation> all = store.history(image);
    return all.stream()
        .filter(g -> current.isEmpty() || g.id().compareTo(current.get().id()) < 0)
        .findFirst()
        .orElseThrow(() ->
            new ImageException(
                "image %s has no generation before the current one; it has %s"
                    .formatted(image, names(all))));
  }

  /**
   * That generation.
   *
   * @throws ImageException when there is none, with those that there are
   */
  public Generation require(String image, String id) {
    List<Generation> all = store.history(image);
    return all.stream()
        .filter(generation -> generation.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new ImageException(
                "image %s has no generation %s; it has %s".formatted(image, id, names(all))));
  }

  private static String names(List<Generation> all) {
    return all.isEmpty()
        ? "none: wwj image build"
        : all.stream().map(Generation::id).collect(Collectors.joining(", "));
  }

  /**
   * What may go of an image: all but the newest, the current, and those in use.
   *
   * @param keep how many of the newest stay
   * @param used references {@code NAME@ID} that stay in any case
   */
  public List<Generation> removable(String image, int keep, Set<String> used) {
    Optional<Generation> current = store.find(image);
    return store.history(image).stream()
        .skip(keep)
        .filter(g -> !current.equals(Optional.of(g)) && !used.contains(g.image() + "@" + g.id()))
        .toList();
  }

  /**
   * Removes generations for good. One that has become current meanwhile stays.
   *
   * @return those that are gone
   */
  public List<Generation> remove(String image, List<Generation> generations) {
    Path folder = folder(image);
    List<Generation> gone =
        alone(
            folder,
            () -> {
              List<Generation> renamed = new ArrayList<>();
              for (Generation generation : generations) {
                if (!store.find(image).equals(Optional.of(generation))
                    && Files.exists(generation.folder())) {
                  Files.move(
                      generation.folder(),
                      folder.resolve(DOOMED + generation.id()),
                      StandardCopyOption.ATOMIC_MOVE);
                  renamed.add(generation);
                }
              }
              Folders.sync(folder);
              return renamed;
            });
    alone(folder, () -> sweep(folder));
    return gone;
  }

  /** Makes a generation that lies under another name one of the image's, and the current one. */
  void publish(Path made, Path place) {
    Path folder = place.resolveSibling("");
    alone(
        folder,
        () -> {
          Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
          Folders.sync(folder);
          Folders.point(folder, POINTER, place.getFileName().toString());
          return place;
        });
  }

  /** Removes what a switch or a removal that was killed left behind. */
  void tidy(Path folder) {
    alone(folder, () -> sweep(folder));
  }

  private static int sweep(Path folder) throws IOException {
    List<Path> left;
    try (Stream<Path> children = Files.list(folder)) {
      left =
          children
              .filter(child -> {
                String name = child.getFileName().toString();
                return name.startsWith(DOOMED) || name.startsWith("." + POINTER + "-");
              })
              .toList();
    }
    for (Path child : left) {
      Folders.delete(child);
    }
    return left.size();
  }

  private Path folder(String image) {
    Path folder = store.generations(image);
    if (!Files.isDirectory(folder)) {
      throw new ImageException(
          "image '" + image + "' has no generations; build one: wwj image build " + image);
    }
    return folder;
  }

  private static <T> T alone(Path folder, Work<T> work) {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Threads of one process share file locks, so they take turns by themselves.
      synchronized (Generations.class) {
        try (FileLock _ = channel.lock()) {
          return work.run();
        }
      }
    } catch (IOException e) {
      throw new ImageException("generations in " + folder + " cannot be changed: " + e, e);
    }
  }
}
