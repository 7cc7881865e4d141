package org.wwj.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where images and their generations lie on disk; the only class that knows the layout. */
public final class ImageStore {
  private final Path chroots;
  private final Path provision;

  /** A store over {@code wwchrootdir} and {@code wwprovisiondir}. */
  public ImageStore(Path chroots, Path provision) {
    this.chroots = chroots;
    this.provision = provision;
  }

  /** The tree that an image is built from. */
  public Path rootfs(String image) {
    return chroots.resolve(image).resolve("rootfs");
  }

  /** The folder of an image's generations. */
  public Path generations(String image) {
    return provision.resolve("images").resolve(image);
  }

  /**
   * The generation an image's name stands for now: {@code name} its current one, {@code name@id}
   * that one.
   */
  public Optional<Generation> find(String reference) {
    int at = reference.indexOf('@');
    String image = at < 0 ? reference : reference.substring(0, at);
    Path folder = generations(image).resolve(at < 0 ? "current" : reference.substring(at + 1));
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      Path real = folder.toRealPath();
      return Optional.of(new Generation(image, real.getFileName().toString(), real));
    } catch (java.io.IOException e) {
      return Optional.empty(); // switched away between the two looks
    }
  }
}
