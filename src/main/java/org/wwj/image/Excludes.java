package org.wwj.image;

import java.util.ArrayList;
import java.util.List;

/**
 * What is left out of the packed image: the image's own {@code /etc/warewulf/excludes}, one shell
 * pattern a line on paths from the root, and what no node needs. A folder that matches is left out
 * with all in it.
 */
final class Excludes {
  private static final String FILE = "etc/warewulf/excludes";

  /** Kernels and initramfs travel by themselves; proc and sys belong to the running system. */
  private static final List<String> ALWAYS =
      List.of(
          "proc/*",
          "sys/*",
          "boot/vmlinuz-*",
          "boot/Image-*",
          "boot/initrd*",
          "boot/initramfs-*",
          "boot/loader",
          "lib/modules/*/vmlinuz*",
          "lib/modules/*/Image*",
          "usr/lib/modules/*/vmlinuz*",
          "usr/lib/modules/*/Image*");

  private final List<Glob> patterns = new ArrayList<>();

  private Excludes() {}

  /** The patterns that hold for a tree. */
  static Excludes of(ImageTree tree) {
    Excludes excludes = new Excludes();
    ALWAYS.forEach(excludes::add);
    int number = 0;
    for (String line : tree.lines(FILE)) {
      number++;
      String pattern = line.strip().replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
      if (pattern.isEmpty() || pattern.startsWith("#")) {
        continue;
      }
      try {
        excludes.add(pattern);
      } catch (IllegalArgumentException e) {
        throw new ImageException(
            "the image's /%s:%d: '%s' is no pattern: %s; put a backslash before a sign that is meant"
                    .formatted(FILE, number, line, e.getMessage())
                + " as it is",
            e);
      }
    }
    return excludes;
  }

  /** Whether that path itself is left out. */
  boolean match(String path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private void add(String pattern) {
    patterns.add(Glob.of(pattern));
  }
}
