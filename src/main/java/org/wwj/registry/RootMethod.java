package org.wwj.registry;

import java.util.Map;
import java.util.Optional;

/** How a node gets its root file system (docs/boot.md). */
public enum RootMethod {
  /** Image in RAM as squashfs under an overlay: the default. */
  SQUASHFS,
  /** Image copied out into a tmpfs: fully writable, needs the tree's size in RAM. */
  TMPFS,
  /** The whole tree as one initramfs that the kernel unpacks. */
  INITRD,
  /** The image's own dracut initramfs with Warewulf's module. */
  DRACUT;

  private static final Map<String, RootMethod> WORDS =
      Map.of(
          "", SQUASHFS,
          "squashfs", SQUASHFS,
          "tmpfs", TMPFS,
          "initrd", INITRD,
          "initramfs", INITRD,
          "ramfs", INITRD,
          "dracut", DRACUT);

  /**
   * The method for the {@code root:} field. Warewulf's {@code initramfs} and {@code ramfs} are the
   * one-archive boot.
   *
   * @throws IllegalArgumentException naming the word and those that are known
   */
  public static RootMethod parse(String word) {
    return tryParse(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "root '" + word + "' is not one of squashfs, tmpfs, initrd, dracut"));
  }

  /** The method for the {@code root:} field, empty for a word that names none. */
  public static Optional<RootMethod> tryParse(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }
}
