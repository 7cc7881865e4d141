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

  /** Their full names, the newest first. */
  public List<String> releases() {
    return Kernel.all(tree).stream().map(Kernel::release).toList();
  }

  /** The kernel's path in the image: a path that is there, or a release or the beginning of one. */
  public Optional<String> find(String wish) {
    return Kernel.find(tree, Kernel.all(tree), wish).map(kernel -> "/" + kernel.path());
  }
}
