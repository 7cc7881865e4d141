package org.wwj.image.layer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.wwj.archive.Digest;
import org.wwj.archive.Tar;

/** Layers from archives in memory, and a tree to unpack them into. */
final class Blobs {
  private Blobs() {}

  static Layer layer(String name, byte[] archive) {
    return packed(name, archive, "sha256:" + Digest.of(archive));
  }

  static Layer packed(String name, byte[] blob, String diffId) {
    return new Layer(name, () -> new ByteArrayInputStream(blob), diffId, blob.length);
  }

  static Unpacked apply(Path tree, Tar... layers) throws IOException {
    List<Supplier<Layer>> all = new ArrayList<>();
    for (int i = 0; i < layers.length; i++) {
      Layer layer = layer("layer " + (i + 1), layers[i].bytes());
      all.add(() -> layer);
    }
    return LayerApplier.apply(all, Files.createDirectories(tree), Progress.SILENT);
  }
}
