package org.wwj.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;

/** What nodes are going to be sent when they boot, by the generations that they would get now. */
public final class BootSizes {
  private final ImageStore images;
  private final Map<String, Optional<Generation>> generations = new HashMap<>();
  private final Map<Path, Long> sizes = new HashMap<>();

  /** Looks at these images. */
  public BootSizes(ImageStore images) {
    this.images = images;
  }

  /**
   * What one node is sent.
   *
   * @param reference image and generation, {@code NAME@ID}
   * @param image bytes of its image, for which it waits its turn
   * @param small bytes of kernel and stage-1
   */
  public record Size(String reference, long image, long small) {}

  /** What the node is sent, empty when its image is not built or has not what it asks for. */
  public Optional<Size> of(Node node) {
    if (node.imageName().isEmpty()) {
      return Optional.empty();
    }
    return generations
        .computeIfAbsent(node.imageName(), images::find)
        .flatMap(generation -> size(node, generation));
  }

  private Optional<Size> size(Node node, Generation generation) {
    try {
      String kernel = NodeFiles.kernelOf(node, generation);
      RootMethod method = RootMethod.tryParse(node.root()).orElse(RootMethod.SQUASHFS);
      boolean squashfs = method == RootMethod.SQUASHFS || method == RootMethod.TMPFS;
      long image = size(squashfs ? generation.squashfs() : generation.initrd());
      long initramfs =
          switch (method) {
            case SQUASHFS, TMPFS -> size(generation.stage1(kernel));
            case INITRD -> 0;
            case DRACUT -> size(generation.dracut(kernel));
          };
      return image == 0
          ? Optional.empty()
          : Optional.of(
              new Size(
                  generation.image() + "@" + generation.id(),
                  image,
                  size(generation.kernel(kernel)) + initramfs));
    } catch (ImageException e) {
      return Optional.empty();
    }
  }

  private long size(Path file) {
    return sizes.computeIfAbsent(
        file,
        path -> {
          try {
            return Files.size(path);
          } catch (IOException e) {
            return 0L;
          }
        });
  }
}
