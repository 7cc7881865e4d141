package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.registry.NodesUpgrade;

/** The kernels in a site's images, also by the names that old versions of Warewulf gave them. */
public final class SiteKernels implements NodesUpgrade.Kernels {
  private final ImageStore images;
  private final List<Path> imported;

  /**
   * Looks in folders.
   *
   * @param chroots the images' trees
   * @param imported folders in which kernels may lie as {@code kernel/NAME}, with their version
   */
  public SiteKernels(Path chroots, List<Path> imported) {
    this.images = new ImageStore(chroots, chroots);
    this.imported = List.copyOf(imported);
  }

  @Override
  public Optional<String> find(String image, String wish) {
    if (!ImageStore.validName(image) || !Files.isDirectory(images.rootfs(image))) {
      return Optional.empty();
    }
    return new ImageKernels(images.rootfs(image)).find(version(wish));
  }

  private String version(String wish) {
    if (ImageStore.validName(wish)) {
      for (Path folder : imported) {
        Path file = folder.resolve("kernel").resolve(wish).resolve("version");
        try {
          if (Files.isRegularFile(file)) {
            return Files.readString(file).strip();
          }
        } catch (IOException e) {
          return wish; // then it is looked for by its own name
        }
      }
    }
    return wish;
  }
}
