package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where images and their generations lie on disk; the only class that knows the layout. */
public final class ImageStore {
  private static final Pattern NAME = Pattern.compile("[\\w\\-.:]+");

  private final Path chroots;
  private final Path provision;

  /** A store over {@code wwchrootdir} and {@code wwprovisiondir}. */
  public ImageStore(Path chroots, Path provision) {
    this.chroots = chroots;
    this.provision = provision;
  }

  /** Whether an image may have that name: one path element of Warewulf's letters. */
  public static boolean validName(String name) {
    return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /** The image of a reference {@code NAME} or {@code NAME@GENERATION}. */
  public static String nameOf(String reference) {
    int at = reference.indexOf('@');
    return at < 0 ? reference : reference.substring(0, at);
  }

  /**
   * The name, when it may be an image's.
   *
   * @throws ImageException saying what a name is made of
   */
  public static String requireName(String name) {
    if (!validName(name)) {
      throw new ImageException(
          "image name '" + name + "': use letters, digits and the signs - _ . : only");
    }
    return name;
  }

  /** The folder of all trees. */
  Path chroots() {
    return chroots;
  }

  /** The folder of an image's tree and of what belongs to it. */
  Path home(String image) {
    return chroots.resolve(requireName(image));
  }

  /** The tree that an image is built from. */
  public Path rootfs(String image) {
    return home(image).resolve("rootfs");
  }

  /**
   * The tree that an image is built from, which must be there.
   *
   * @return the path without links in it
   * @throws ImageException when there is none
   */
  public Path requireTree(String image) {
    Path root = rootfs(image);
    if (!Files.isDirectory(root)) {
      throw new ImageException(
          "no image '" + image + "' in " + root + "; import one: wwj image import SOURCE " + image);
    }
    try {
      return root.toRealPath();
    } catch (IOException e) {
      throw new ImageException(root + " cannot be read: " + e, e);
    }
  }

  /** The folder for what commands at work in an image's tree need meanwhile. */
  Path run(String image) {
    return home(image).resolve("run");
  }

  /** Whether a file {@code readonly} beside the tree says that commands must not change it. */
  public boolean readonly(String image) {
    return Files.exists(home(image).resolve("readonly"));
  }

  /** What the image's tree was imported from; empty when nobody wrote it down. */
  public Optional<Origin> origin(String image) {
    return Origin.read(home(image).resolve(Origin.FILE));
  }

  /** The folder of an image's generations. */
  public Path generations(String image) {
    return provision.resolve("images").resolve(requireName(image));
  }

  /** Names of all images that have a tree or a generation, sorted. */
  public List<String> list() {
    TreeSet<String> names = new TreeSet<>();
    for (Path image : folders(chroots)) {
      if (Files.isDirectory(image.resolve("rootfs"))) {
        names.add(image.getFileName().toString());
      }
    }
    for (Path image : folders(provision.resolve("images"))) {
      names.add(image.getFileName().toString());
    }
    return List.copyOf(names);
  }

  /** All complete generations of an image, the newest first. */
  public List<Generation> history(String image) {
    return folders(generations(image)).stream()
        .filter(folder -> !Files.isSymbolicLink(folder))
        .flatMap(folder -> find(image + "@" + folder.getFileName()).stream())
        .filter(generation -> Files.isRegularFile(generation.manifest()))
        .sorted(Comparator.comparing(Generation::id).reversed())
        .toList();
  }

  /**
   * The generation an image's name stands for now: {@code name} its current one, {@code name@id}
   * that one. Empty for a name that is none.
   */
  public Optional<Generation> find(String reference) {
    int at = reference.indexOf('@');
    String image = at < 0 ? reference : reference.substring(0, at);
    String id = at < 0 ? "current" : reference.substring(at + 1);
    if (!validName(image) || !validName(id)) {
      return Optional.empty();
    }
    try {
      Path named = generations(image).resolve(id);
      Path folder = at < 0 || !isFolder(named) ? target(named) : named;
      return Optional.of(new Generation(image, folder.getFileName().toString(), folder));
    } catch (IOException e) {
      return Optional.empty(); // there is none, or it was switched away between two looks
    }
  }

  /**
   * Where a link among the generations leads, as a path by which they are known. Ours name what
   * lies beside them; only for others is each part of the path looked at, as each node that boots
   * asks for this.
   *
   * @throws IOException when it leads to no folder
   */
  private static Path target(Path link) throws IOException {
    String name = nameIn(link);
    Path sibling = link.resolveSibling(name);
    if (validName(name) && isFolder(sibling)) {
      return sibling;
    }
    Path real = link.toRealPath();
    Path there = link.resolveSibling(real.getFileName());
    if (isFolder(there) && Files.isSameFile(there, real)) {
      return there;
    }
    if (!isFolder(real)) {
      throw new NotDirectoryException(real.toString());
    }
    return real;
  }

  /** What a link says; the name itself where somebody put the folder in its place. */
  private static String nameIn(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NotLinkException e) {
      return link.getFileName().toString();
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Folders within a folder whose names are valid; unfinished ones start with a dot. */
  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> validName(child.getFileName().toString()))
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      throw new ImageException(parent + " cannot be listed: " + e, e);
    }
  }
}
