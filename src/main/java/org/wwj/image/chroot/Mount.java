package org.wwj.image.chroot;

import java.util.List;

/**
 * A bind that is worked out.
 *
 * @param source on the server
 * @param target in the tree, without links and leading slash
 * @param mode {@code ro}, {@code rw}, or {@code copy} for a copy in a file system of its own
 */
record Mount(String source, String target, String mode) {
  /** As the script takes it. */
  List<String> words() {
    return List.of("bind", source, target, mode);
  }
}
