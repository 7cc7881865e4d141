package org.wwj.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wwj.image.layer.Layer;
import org.wwj.image.layer.LayerApplier;
import org.wwj.image.layer.Progress;

/**
 * Brings a root file system in as an image's tree, with owners, modes, extended attributes, hard
 * links, devices and holes. The tree is complete beside the old one before it takes its place.
 */
public final class Importer {
  private static final String RECIPE = "recipe:";
  private static final String UNFINISHED = ".import-";
  private static final byte[] XZ = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};

  private final ImageStore store;
  private final List<Path> recipes;

  /**
   * An importer into that store.
   *
   * @param recipes folders of recipes, {@code NAME/build}; the first that has a recipe counts
   */
  public Importer(ImageStore store, List<Path> recipes) {
    this.store = store;
    this.recipes = List.copyOf(recipes);
  }

  /**
   * Imports a folder, a tar archive (plain, gzip, zstd, xz) or {@code recipe:NAME}.
   *
   * @param replace whether an image of that name may be replaced
   * @return the new tree
   * @throws ImageException saying why not; an image that was there stays as it was
   */
  public Path run(String source, String image, boolean replace) {
    Path rootfs = store.rootfs(image);
    if (!replace && Files.exists(rootfs, LinkOption.NOFOLLOW_LINKS)) {
      throw new ImageException(
          "image " + image + " exists; --force replaces it, or choose another name");
    }
    try {
      Path home = Files.createDirectories(store.home(image));
      Path fresh = Files.createTempDirectory(home, UNFINISHED);
      try {
        Path tree = Files.createDirectory(fresh.resolve("rootfs"));
        fetch(source, tree);
        check(tree, source);
        swap(tree, rootfs, fresh.resolve("old"));
        return rootfs;
      } finally {
        TreeCopy.delete(fresh);
      }
    } catch (IOException e) {
      throw new ImageException("image " + image + " is not imported: " + e, e);
    }
  }

  private void fetch(String source, Path tree) throws IOException {
    if (source.startsWith(RECIPE)) {
      recipe(source.substring(RECIPE.length()), tree);
      return;
    }
    Path path = Path.of(source).toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      copy(path, tree);
    } else if (Files.isRegularFile(path)) {
      unpack(path, tree);
    } else {
      throw new ImageException(
          path
              + " is neither a folder nor a file; import a root file system's folder, a tar"
              + " archive of one, or recipe:NAME");
    }
  }

  private static void copy(Path from, Path to) {
    if (to.startsWith(from)) {
      throw new ImageException(
          from + " holds the images themselves; mount it elsewhere alone, as with mount --bind");
    }
    TreeCopy.copy(from, to);
  }

  private static void unpack(Path archive, Path tree) throws IOException {
    Layer layer = new Layer(archive.toString(), () -> open(archive), "", Files.size(archive));
    LayerApplier.rootfs(layer, tree, Progress.SILENT);
  }

  /** Any compression but that of xz is told when it is unpacked. */
  private static InputStream open(Path archive) throws IOException {
    byte[] magic;
    try (InputStream in = Files.newInputStream(archive)) {
      magic = in.readNBytes(XZ.length);
    }
    return Arrays.equals(magic, XZ)
        ? Tool.output(List.of("xz", "-dc", archive.toString()))
        : Files.newInputStream(archive);
  }

  private void recipe(String name, Path tree) {
    ImageStore.requireName(name);
    for (Path folder : recipes) {
      Path build = folder.resolve(name).resolve("build");
      if (Files.isRegularFile(build)) {
        Tool.show(List.of("bash", build.toString(), tree.toString()));
        return;
      }
    }
    List<String> known = new ArrayList<>();
    recipes.forEach(folder -> known.addAll(new ImageTree(folder).names("", "*")));
    throw new ImageException("no recipe '" + name + "'; there are: " + String.join(", ", known));
  }

  private static void check(Path tree, String source) {
    ImageTree image = new ImageTree(tree);
    if (image.plainFile("bin/sh").isPresent()) {
      return;
    }
    boolean container =
        image.plainFile("manifest.json").isPresent() || image.plainFile("oci-layout").isPresent();
    throw new ImageException(
        source
            + " has no /bin/sh, so it is no root file system"
            + (container
                ? " but a container archive; export one instead: podman export CONTAINER -o FILE.tar"
                : "; import the folder that holds bin, etc and usr"));
  }

  /** Two renames; when the second fails the first is taken back. */
  private static void swap(Path tree, Path rootfs, Path old) throws IOException {
    boolean had = Files.exists(rootfs, LinkOption.NOFOLLOW_LINKS);
    if (had) {
      Files.move(rootfs, old);
    }
    try {
      Files.move(tree, rootfs);
    } catch (IOException e) {
      if (had) {
        Files.move(old, rootfs);
      }
      throw e;
    }
  }
}
