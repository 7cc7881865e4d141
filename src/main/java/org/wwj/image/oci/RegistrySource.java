package org.wwj.image.oci;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.ImportProgress;
import org.wwj.image.Origin;
import org.wwj.image.layer.Layer;

/**
 * An image in a registry.
 *
 * @param source what the admin wrote
 */
record RegistrySource(String source, Reference reference, Access access, BlobCache cache)
    implements ImageSource {
  @Override
  public String imageName() {
    return reference.baseName();
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    progress.step("asking " + reference.registry() + " for " + reference.repository());
    RegistryClient registry = new RegistryClient(reference, access);
    Descriptor root = registry.root();
    ImageParts parts =
        ImageParts.find(
            registry, root, access.wanted(), !access.platform().isEmpty(), "docker://" + reference);
    LayoutSource.tell(progress, parts);
    try (BlobCache.Use use = cache.use();
        Pipeline pipeline = new Pipeline()) {
      requireRoom(parts, use.free());
      for (int i = 0; i < parts.layers().size(); i++) {
        Descriptor layer = parts.layers().get(i);
        String diffId = parts.diffIds().get(i);
        pipeline.add(
            layer.digest(),
            () -> {
              Path blob = new Download(registry, cache, layer, progress).call();
              return Layer.of(blob, diffId);
            });
      }
      LayoutSource.unpack(pipeline, tree, progress);
    }
    cache.keep(
        reference.registry() + "/" + reference.repository() + " " + parts.platform(),
        parts.layers());
    return new Origin(
        source,
        reference.toString(),
        parts.digest(),
        parts.index(),
        parts.platform().toString(),
        Instant.now());
  }

  private void requireRoom(ImageParts parts, long free) throws IOException {
    long missing = 0;
    for (Descriptor layer : parts.layers()) {
      missing += cache.missing(layer);
    }
    if (missing > free) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "the layers of %s take %d MiB more and %s has %d MiB free; make room there, or set cachedir to a larger disk",
              reference,
              missing >> 20,
              cache.folder(),
              free >> 20));
    }
  }
}
