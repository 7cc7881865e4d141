package org.wwj.image.oci;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.image.ImageException;

/**
 * What an image of one platform is made of: found from its root document down, every document's
 * size and digest checked before it is read.
 *
 * @param digest of the manifest
 * @param index digest of the index that it was chosen from; empty without one
 * @param layers base first
 * @param diffIds a digest for each layer, of its content without the compression
 */
record ImageParts(
    String digest, String index, Platform platform, List<Descriptor> layers, List<String> diffIds) {
  /** What registries have to take (OCI distribution-spec, "Pushing Manifests"). */
  static final int MAX_MANIFEST = 4 << 20;

  private static final int MAX_CONFIG = 8 << 20;

  /** Indexes may point to indexes, but nobody's tool nests them deeper. */
  private static final int MAX_DEPTH = 3;

  /**
   * Finds them.
   *
   * @param wanted the platform, when the admin has chosen one, else this server's
   * @param chosen whether the admin did
   * @param image what to call it in errors
   */
  static ImageParts find(
      Content content, Descriptor root, Platform wanted, boolean chosen, String image)
      throws IOException {
    Documents documents = new Documents(image);
    Descriptor at = root;
    String index = "";
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
      byte[] bytes = checked(content, at, MAX_MANIFEST, true, image);
      switch (documents.document(bytes, at.mediaType())) {
        case Documents.Index list -> {
          index = index.isEmpty() ? at.digest() : index;
          at = wanted.choose(list.entries(), image);
        }
        case Documents.Manifest manifest -> {
          return of(content, documents, at, index, manifest, chosen ? wanted : null, image);
        }
      }
    }
    throw new ImageException(
        image + " is an index of indexes, " + MAX_DEPTH + " deep and more; that is no image");
  }

  private static ImageParts of(
      Content content,
      Documents documents,
      Descriptor at,
      String index,
      Documents.Manifest manifest,
      @Nullable Platform wanted,
      String image)
      throws IOException {
    byte[] bytes = checked(content, manifest.config(), MAX_CONFIG, false, image);
    Documents.Config config = documents.config(bytes, manifest.layers().size());
    Platform platform =
        config.platform().unknown() && !at.platform().unknown() ? at.platform() : config.platform();
    if (!platform.os().isEmpty() && !platform.os().equals("linux")) {
      throw new ImageException(image + " is for " + platform + "; nodes boot linux");
    }
    if (wanted != null && !platform.unknown() && !fits(platform, wanted)) {
      throw new ImageException(
          image
              + " is for "
              + platform
              + " only, not for "
              + wanted
              + "; leave out --platform to import it");
    }
    return new ImageParts(at.digest(), index, platform, manifest.layers(), config.diffIds());
  }

  private static boolean fits(Platform platform, Platform wanted) {
    return platform.architecture().equals(wanted.architecture())
        && (wanted.variant().isEmpty()
            || platform.variant().isEmpty()
            || platform.variant().equals(wanted.variant()));
  }

  private static byte[] checked(
      Content content, Descriptor what, int most, boolean manifest, String image)
      throws IOException {
    if (what.size() > most) {
      throw tooLarge(what, most, image);
    }
    byte[] bytes = content.read(what, most, manifest);
    if (bytes.length > most) {
      throw tooLarge(what, most, image);
    }
    if (what.size() >= 0 && bytes.length != what.size()) {
      throw new ImageException(
          "%s: %s has %d bytes where %d are promised; it is damaged where it lies, push or save it again"
              .formatted(image, what.digest(), bytes.length, what.size()));
    }
    if (!Digest.of(bytes).hex().equals(what.hex())) {
      throw new ImageException(
          "%s: what is kept as %s has another digest, sha256:%s; it is damaged where it lies, push or save it again"
              .formatted(image, what.digest(), Digest.of(bytes)));
    }
    return bytes;
  }

  private static ImageException tooLarge(Descriptor what, int most, String image) {
    return new ImageException(
        "%s: its document %s is larger than %d bytes; that is no image's"
            .formatted(image, what.digest(), most));
  }

  /** Bytes of all layers as they are kept. */
  long size() {
    return layers.stream().mapToLong(Descriptor::size).sum();
  }
}
