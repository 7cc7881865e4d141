package org.wwj.image.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.ImportProgress;
import org.wwj.image.Origin;
import org.wwj.image.layer.Layer;
import org.wwj.image.layer.LayerApplier;
import org.wwj.image.layer.Unpacked;

/**
 * An image in an OCI layout (OCI image-spec image-layout.md): a folder, or an archive of one.
 *
 * @param source what the admin wrote
 * @param name the name it gets when none is given
 * @param members its files
 * @param wanted which of its images, by {@code org.opencontainers.image.ref.name}; empty for the
 *     only one
 */
record LayoutSource(String source, String name, Members members, String wanted, Access access)
    implements ImageSource, Content {
  static final String INDEX = "index.json";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final double MIB = 1024 * 1024;

  @Override
  public String imageName() {
    return name;
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    Descriptor root = root();
    ImageParts parts =
        ImageParts.find(this, root, access.wanted(), !access.platform().isEmpty(), source);
    tell(progress, parts);
    try (Pipeline pipeline = new Pipeline()) {
      for (int i = 0; i < parts.layers().size(); i++) {
        Descriptor layer = parts.layers().get(i);
        String diffId = parts.diffIds().get(i);
        Slice slice = slice(layer);
        pipeline.add(
            layer.digest(),
            () -> {
              requireDigest(layer, slice);
              progress.received(slice.size());
              return new Layer(layer.digest(), slice::open, diffId, slice.size());
            });
      }
      unpack(pipeline, tree, progress);
    }
    String reference = root.annotations().getOrDefault(REF_NAME, "");
    return new Origin(
        source,
        reference,
        parts.digest(),
        parts.index(),
        parts.platform().toString(),
        Instant.now());
  }

  /** Tells what is coming. */
  static void tell(ImportProgress progress, ImageParts parts) {
    progress.step(
        String.format(
            Locale.ROOT,
            "%s, %d layer%s, %.1f MiB",
            parts.platform(),
            parts.layers().size(),
            parts.layers().size() == 1 ? "" : "s",
            parts.size() / MIB));
    progress.expect(parts.layers().size(), parts.size());
  }

  /** Unpacks layers as they become ready. */
  static void unpack(Pipeline pipeline, Path tree, ImportProgress progress) throws IOException {
    List<Supplier<Layer>> layers = pipeline.layers();
    AtomicLong asked = new AtomicLong();
    Unpacked unpacked =
        LayerApplier.apply(
            layers.stream()
                .map(layer ->
                    (Supplier<Layer>)
                        () -> {
                          if (asked.getAndIncrement() > 0) {
                            progress.unpacked(); // the one before it is done
                          }
                          return layer.get();
                        })
                .toList(),
            tree,
            (layer, bytes) -> {});
    progress.unpacked();
    unpacked.notes().forEach(progress::step);
  }

  private Descriptor root() throws IOException {
    Slice slice =
        members
            .find(INDEX)
            .orElseThrow(
                () -> new ImageException(source + " has no " + INDEX + "; save the image again"));
    Documents documents = new Documents(source);
    if (!(documents.document(bytes(slice, ImageParts.MAX_MANIFEST), MediaTypes.OCI_INDEX)
        instanceof Documents.Index index)) {
      throw new ImageException(source + ": its " + INDEX + " is no index; save the image again");
    }
    return choose(index.entries());
  }

  private Descriptor choose(List<Descriptor> entries) {
    if (!wanted.isEmpty()) {
      List<Descriptor> named =
          entries.stream()
              .filter(entry -> wanted.equals(entry.annotations().get(REF_NAME)))
              .toList();
      if (named.size() == 1) {
        return named.getFirst();
      }
      throw new ImageException(
          "%s has no image '%s'; it has %s".formatted(source, wanted, names(entries)));
    }
    if (entries.size() == 1) {
      return entries.getFirst();
    }
    if (entries.isEmpty()) {
      throw new ImageException(source + " holds no image; save one into it");
    }
    if (entries.stream().noneMatch(entry -> entry.platform().unknown())) {
      return access.wanted().choose(entries, source);
    }
    throw new ImageException(
        "%s holds several images, %s; add the name of one: oci:PATH:NAME or oci-archive:PATH:NAME"
            .formatted(source, names(entries)));
  }

  private static String names(List<Descriptor> entries) {
    TreeSet<String> names = new TreeSet<>();
    entries.forEach(
        entry -> names.add(entry.annotations().getOrDefault(REF_NAME, "one without a name")));
    return String.join(", ", names);
  }

  @Override
  public byte[] read(Descriptor document, int most, boolean manifest) throws IOException {
    return bytes(slice(document), most);
  }

  private static byte[] bytes(Slice slice, int most) throws IOException {
    try (InputStream in = slice.open()) {
      return in.readNBytes(most + 1);
    }
  }

  private Slice slice(Descriptor what) throws IOException {
    Optional<Slice> slice = members.find("blobs/sha256/" + what.hex());
    if (slice.isEmpty()) {
      throw new ImageException(
          source + " lacks " + what.digest() + "; it is incomplete, save the image again");
    }
    return slice.get();
  }

  private void requireDigest(Descriptor layer, Slice slice) throws IOException {
    if (slice.size() != layer.size() || !slice.digest().hex().equals(layer.hex())) {
      throw new ImageException(
          source + ": layer " + layer.digest() + " is damaged; save the image again");
    }
  }
}
