package org.wwj.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernels of an image's tree, found by Warewulf's rules. */
public final class ImageKernels {
  private final ImageTree tree;

  /** Those of the tree whose root is that folder. */
  public ImageKernels(Path rootfs) {
    this.tree = new ImageTree(rootfs);
  }

  /** Whether there is none to boot. */
  public boolean isEmpty() {
    return Kernel.all(tree).isEmpty();
  }

  /**
   * A kernel.
   *
   * @param path in the image, with a leading slash
   * @param version its full name, as {@code uname -r} prints it
   * @param standard whether nodes boot it that ask for no other
   */
  public record Found(String path, String version, boolean standard) {}

  /** All of them, the newest first. */
  public List<Found> all() {
    List<Kernel> kernels = Kernel.all(tree);
    Optional<Kernel> standard = kernels.stream().filter(kernel -> !kernel.special()).findFirst();
    return kernels.stream()
        .map(kernel ->
            new Found("/" + kernel.path(), kernel.release(), standard.equals(Optional.of(kernel))))
        .toList();
  }

  /** The kernel's path in the image: a path that is there, or a release or the beginning of one. */
  public Optional<String> find(String wish) {
    if (wish.startsWith("/")) {
      return tree.plainFile(wish.substring(1)).isPresent() ? Optional.of(wish) : Optional.empty();
    }
    List<Kernel> kernels = Kernel.all(tree);
    return kernels.stream()
        .filter(kernel -> kernel.release().equals(wish) || kernel.version().equals(wish))
        .findFirst()
        .or(() -> kernels.stream().filter(kernel -> kernel.release().startsWith(wish)).findFirst())
        .map(kernel -> "/" + kernel.path());
  }
}
