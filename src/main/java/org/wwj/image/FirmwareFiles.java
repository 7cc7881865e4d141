package org.wwj.image;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The firmware in an image's tree, as its kernel looks for it: in the folders of updates first, as
 * it is or compressed. What the kernel cannot unpack itself has to be unpacked for it.
 */
final class FirmwareFiles {
  private final ImageTree tree;
  private final List<String> folders;
  private final boolean xz;
  private final boolean zstd;

  /**
   * For one kernel.
   *
   * @param settings its build settings; empty when it left none
   */
  FirmwareFiles(ImageTree tree, String release, Map<String, String> settings) {
    this.tree = tree;
    this.folders =
        List.of(
            "lib/firmware/updates/" + release,
            "lib/firmware/updates",
            "lib/firmware/" + release,
            "lib/firmware");
    // Before Linux 5.19 there was xz alone, and no setting of its own for it.
    this.zstd = settings.containsKey("CONFIG_FW_LOADER_COMPRESS_ZSTD");
    this.xz =
        settings.containsKey("CONFIG_FW_LOADER_COMPRESS_XZ")
            || (settings.containsKey("CONFIG_FW_LOADER_COMPRESS") && !zstd);
  }

  /**
   * One file.
   *
   * @param path where it lies in the tree, with the links on the way
   * @param packed whether the kernel cannot read it as it is
   */
  record Found(String path, boolean packed) {
    /** Where the kernel looks for what is unpacked. */
    String plainPath() {
      return packed ? path.replaceFirst("\\.(xz|zst)$", "") : path;
    }
  }

  /** The files of a name as modules give it, which may be a pattern; none when there is none. */
  List<Found> find(String name) {
    if (!name.matches(".*[*?\\[].*")) {
      return one(name).stream().toList();
    }
    int slash = name.lastIndexOf('/');
    String folder = slash < 0 ? "" : name.substring(0, slash + 1);
    Glob pattern;
    try {
      pattern = Glob.of(name.substring(slash + 1));
    } catch (IllegalArgumentException e) {
      return List.of(); // no file is called by what is no pattern
    }
    Set<Found> found = new LinkedHashSet<>();
    for (String place : folders) {
      for (String file : tree.names(place + "/" + folder, "*")) {
        String plain = file.replaceFirst("\\.(xz|zst)$", "");
        if (pattern.matches(plain)) {
          one(folder + plain).ifPresent(found::add);
        }
      }
    }
    return List.copyOf(found);
  }

  private Optional<Found> one(String name) {
    for (String ending : List.of("", ".zst", ".xz")) {
      for (String folder : folders) {
        String path = folder + "/" + name + ending;
        if (tree.plainFile(path).isPresent()) {
          boolean readable = ending.isEmpty() || (ending.equals(".xz") ? xz : zstd);
          return Optional.of(new Found(path, !readable));
        }
      }
    }
    return Optional.empty();
  }
}
