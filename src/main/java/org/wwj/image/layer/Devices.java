package org.wwj.image.layer;

import java.util.Set;
import org.wwj.archive.TarMember;

/**
 * Which device nodes of an archive are made. Those below {@code dev} may be any, as root file
 * systems have them there. Packages have a few harmless ones elsewhere, for services that change
 * their root; any other is a way to the disks and memory of whatever machine the tree lies on.
 */
final class Devices {
  private static final int MEMORY = 1;
  private static final int TERMINAL = 5;

  /** null, zero, full, random, urandom. */
  private static final Set<Integer> HARMLESS_MEMORY = Set.of(3, 5, 7, 8, 9);

  /** tty, console, ptmx. */
  private static final Set<Integer> HARMLESS_TERMINAL = Set.of(0, 1, 2);

  private Devices() {}

  static boolean allowed(TarMember node, String path) {
    return switch (node.kind()) {
      case FIFO -> true;
      case BLOCK -> path.startsWith("dev/");
      case CHARACTER ->
          node.major() != 0
              && (path.startsWith("dev/")
                  || (node.major() == MEMORY && HARMLESS_MEMORY.contains(node.minor()))
                  || (node.major() == TERMINAL && HARMLESS_TERMINAL.contains(node.minor())));
      default -> throw new IllegalArgumentException("no node: " + node.kind());
    };
  }
}
