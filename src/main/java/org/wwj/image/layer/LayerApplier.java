package org.wwj.image.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.wwj.image.ImageException;

/**
 * A tree into which layers are unpacked one after the other, the base first, as OCI image-spec
 * layer.md says. After a failure the tree is unfinished and its owner deletes it.
 *
 * <p>One thread at a time; each layer may still be on its way until it is its turn.
 */
public final class LayerApplier implements AutoCloseable {
  private final Path tree;
  private final Limits limits;
  private final Progress progress;

  /**
   * An applier into a folder that is there, usually empty.
   *
   * @throws IOException when the folder cannot be opened
   */
  public LayerApplier(Path tree, Limits limits, Progress progress) throws IOException {
    this.tree = tree;
    this.limits = limits;
    this.progress = progress;
  }

  /**
   * Unpacks layers as they come.
   *
   * @param layers base first; each is asked for when the one before it is done, and may wait
   * @throws ImageException naming layer and member
   */
  public static Unpacked apply(
      List<? extends Supplier<Layer>> layers, Path tree, Progress progress) throws IOException {
    try (LayerApplier applier = new LayerApplier(tree, Limits.of(tree), progress)) {
      for (Supplier<Layer> layer : layers) {
        applier.apply(layer.get());
      }
      return applier.unpacked();
    }
  }

  /**
   * Unpacks the next layer.
   *
   * @throws ImageException naming layer and member: damaged, harmful, too large, or its digest is
   *     not the promised one
   */
  public void apply(Layer layer) {
    throw new ImageException("not yet: " + layer.name() + tree + limits + progress);
  }

  /** What has been unpacked by now. */
  public Unpacked unpacked() {
    return new Unpacked(0, 0, List.of());
  }

  @Override
  public void close() {}
}
