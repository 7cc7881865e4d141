package org.wwj.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a generation is made of, as far as a quick look tells: two builds with the same fingerprint
 * would give the same. It names all that the build reads: the tree by its inodes, kernels and what
 * else of the tree is left out of the packed image but used, options, wishes of nodes, and wwj's
 * own part.
 */
final class Fingerprint {
  /** Counts up when the same input gives another generation. */
  private static final int FORMAT = 4;

  private Fingerprint() {}

  static String of(Builder.Job job) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("format " + FORMAT);
    lines.add("tree " + job.scan().fingerprint());
    for (Kernel kernel : job.kernels().kernels()) {
      lines.add("kernel " + kernel.release() + " " + kernel.path());
      Optional<ImageTree.Resolved> file = job.tree().plainFile(kernel.path());
      lines.add("kernel-file " + inode(job.tree(), file));
      lines.add("initramfs " + inode(job.tree(), kernel.initramfs(job.tree())));
      lines.add("drivers " + drivers(job, kernel));
    }
    job.kernels().names().forEach(name -> lines.add("name " + name.release() + " " + name.path()));
    lines.add("initrd " + job.initrd());
    lines.add("modules " + String.join(",", job.options().modules()));
    lines.add("stage-1 " + Stage1.version());
    lines.add("key " + job.key().verifying().id());
    return String.join("\n", lines) + "\n";
  }

  private static String inode(ImageTree tree, Optional<ImageTree.Resolved> file)
      throws IOException {
    return file.isEmpty() ? "none" : TreeScan.look(tree.file(file.get()), "").line();
  }

  /** Another card makes another stage-1 only if its driver is none of the usual ones. */
  private static String drivers(Builder.Job job, Kernel kernel) {
    if (job.demand().cards().isEmpty()) {
      return "";
    }
    PciAliases aliases = new PciAliases(job.tree(), kernel.release());
    return String.join(
        ",",
        job.demand().cards().keySet().stream()
            .flatMap(card -> aliases.drivers(card).stream())
            .filter(driver -> !StagedModules.NAMES.contains(driver))
            .distinct()
            .sorted()
            .toList());
  }
}
