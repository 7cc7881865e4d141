package org.wwj.image.oci;

import java.util.Set;
import org.wwj.image.ImageException;

/**
 * What documents and layers say they are (OCI image-spec media-types.md, Docker's image manifest
 * version 2 schema 2).
 */
final class MediaTypes {
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  /** What a registry is asked for; what it must not answer is not in it. */
  static final String ACCEPT =
      String.join(", ", OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST);

  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  private static final Set<String> CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private static final Set<String> LAYERS =
      Set.of(
          "application/vnd.oci.image.layer.v1.tar",
          "application/vnd.oci.image.layer.v1.tar+gzip",
          "application/vnd.oci.image.layer.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.diff.tar",
          "application/vnd.docker.image.rootfs.diff.tar.gzip",
          "application/vnd.docker.image.rootfs.diff.tar.zstd");

  private MediaTypes() {}

  static boolean isIndex(String type) {
    return type.equals(OCI_INDEX) || type.equals(DOCKER_LIST);
  }

  static boolean isManifest(String type) {
    return type.equals(OCI_MANIFEST) || type.equals(DOCKER_MANIFEST);
  }

  /** Refuses what Docker wrote before 2016, where layers have no digests of their content. */
  static void refuseSchema1(String type, String image) {
    if (type.startsWith(SCHEMA_1)) {
      throw new ImageException(
          image
              + " is in Docker's old form, schema 1; push it again with a Docker or podman of today,"
              + " or convert it: skopeo copy --format oci docker://… docker://…");
    }
  }

  /** Refuses a configuration that is no container image's. */
  static void requireConfig(String type, String image) {
    if (!CONFIGS.contains(type)) {
      throw new ImageException(
          image
              + " is no container image: what it holds is '"
              + type
              + "'; import one that podman or docker would run");
    }
  }

  /** Refuses layers that lie elsewhere, and those of a kind nobody here can unpack. */
  static void requireLayer(String type, String image) {
    if (LAYERS.contains(type)) {
      return;
    }
    if (type.contains("nondistributable") || type.contains(".foreign.")) {
      throw new ImageException(
          image
              + " has a layer that its registry does not hold ("
              + type
              + "), as images of Windows have; import one whose layers are all in the registry");
    }
    if (type.endsWith("+encrypted")) {
      throw new ImageException(
          image + " has an encrypted layer; decrypt it first: skopeo copy --decryption-key …");
    }
    throw new ImageException(
        image
            + " has a layer of the kind '"
            + type
            + "', which wwj does not know; push it again with layers that are tar, gzip or zstd");
  }
}
