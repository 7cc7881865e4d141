package org.wwj.image.oci;

import java.util.Map;

/**
 * A pointer from one document of an image to another, or to a layer (OCI image-spec descriptor.md).
 *
 * @param mediaType empty when not said
 * @param digest {@code sha256:…}
 * @param size bytes; negative when nobody said
 * @param platform what it is for; unknown when not said
 * @param annotations as they are
 */
record Descriptor(
    String mediaType,
    String digest,
    long size,
    Platform platform,
    Map<String, String> annotations) {
  static final Platform ANY = new Platform("", "", "");

  /** Keeps a copy of the annotations. */
  Descriptor {
    annotations = Map.copyOf(annotations);
  }

  /** A pointer to something of no platform. */
  static Descriptor of(String mediaType, String digest, long size) {
    return new Descriptor(mediaType, digest, size, ANY, Map.of());
  }

  /** The hexadecimal digits of the digest. */
  String hex() {
    return digest.substring(digest.indexOf(':') + 1);
  }

  /** Enough of the digest for a line on the screen. */
  String brief() {
    return hex().substring(0, 12);
  }
}
