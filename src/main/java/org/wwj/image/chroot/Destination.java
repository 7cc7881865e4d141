package org.wwj.image.chroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.wwj.image.ImageException;

/**
 * Where a path leads in a tree, as seen from inside: links are followed in the tree and never out
 * of it, and what is not there yet is thought on from its folder.
 *
 * @param path without any link in it and without leading slash
 * @param where what is there
 */
record Destination(String path, Where where) {
  private static final int MAX_LINKS = 40;

  /** Covered by file systems that a command inside has for itself. */
  static final List<String> OWN = List.of("dev", "proc", "run", "sys");

  /** What is at a destination. */
  enum Where {
    FILE,
    FOLDER,
    /** Nothing yet. */
    MISSING,
    /** In a file system of the command's own, which is empty when it starts. */
    OWN
  }

  static Destination of(Path root, String path) {
    Deque<String> left = new ArrayDeque<>(parts(path));
    Path at = Path.of("");
    int links = 0;
    while (!left.isEmpty()) {
      String part = left.pop();
      if (part.equals("..")) {
        at = at.getParent() == null ? Path.of("") : at.getParent();
        continue;
      }
      Path next = at.toString().isEmpty() ? Path.of(part) : at.resolve(part);
      Path real = root.resolve(next);
      // What lies below these in the tree itself is out of sight.
      if (!OWN.contains(next.getName(0).toString()) && Files.isSymbolicLink(real)) {
        if (links++ == MAX_LINKS) {
          throw new ImageException(path + " leads in circles in the image; mend its links");
        }
        String target = target(real);
        at = target.startsWith("/") ? Path.of("") : at;
        parts(target).reversed().forEach(left::push);
      } else {
        at = next;
      }
    }
    return new Destination(at.toString(), where(root, at));
  }

  private static Where where(Path root, Path at) {
    if (OWN.contains(at.getName(0).toString())) {
      return Where.OWN;
    }
    Path real = root.resolve(at);
    if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      return Where.FOLDER;
    }
    return Files.exists(real, LinkOption.NOFOLLOW_LINKS) ? Where.FILE : Where.MISSING;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new ImageException(link + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
  }
}
