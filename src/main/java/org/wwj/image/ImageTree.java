package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The root file system of an image, seen as the node will see it: links are followed within the
 * tree, never out of it into the head node. Paths have no leading slash.
 */
final class ImageTree {
  private static final int MAX_LINKS = 40;

  private final Path root;

  ImageTree(Path root) {
    this.root = root;
  }

  /**
   * Where a path leads.
   *
   * @param path the path without any link in it
   * @param links the links that were followed, in order
   */
  record Resolved(String path, List<String> links) {}

  Path root() {
    return root;
  }

  /** The place on disk of a path that has been resolved. */
  Path file(Resolved resolved) {
    return root.resolve(resolved.path);
  }

  /** Follows links; empty when something on the way is missing or links go in circles. */
  Optional<Resolved> resolve(String path) {
    List<String> links = new ArrayList<>();
    Deque<String> left = new ArrayDeque<>(parts(path));
    Path at = Path.of("");
    while (!left.isEmpty()) {
      String part = left.pop();
      if (part.equals("..")) {
        at = at.getParent() == null ? Path.of("") : at.getParent();
        continue;
      }
      Path next = at.toString().isEmpty() ? Path.of(part) : at.resolve(part);
      Path real = root.resolve(next);
      if (Files.isSymbolicLink(real)) {
        if (links.size() == MAX_LINKS) {
          return Optional.empty();
        }
        links.add(next.toString());
        String target = target(real);
        if (target.startsWith("/")) {
          at = Path.of("");
        }
        parts(target).reversed().forEach(left::push);
      } else if (Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
        at = next;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Resolved(at.toString(), List.copyOf(links)));
  }

  /** The resolved path when it is a plain file. */
  Optional<Resolved> plainFile(String path) {
    return resolve(path).filter(r -> Files.isRegularFile(file(r), LinkOption.NOFOLLOW_LINKS));
  }

  /** Lines of a text file, none when it is not there. */
  List<String> lines(String path) {
    Optional<Resolved> file = plainFile(path);
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      return Files.readAllLines(file(file.get()), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ImageException(file(file.get()) + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names in a folder that match the pattern of a shell, sorted; none when it is not there. */
  List<String> names(String folder, String glob) {
    Optional<Resolved> resolved = resolve(folder);
    if (resolved.isEmpty() || !Files.isDirectory(file(resolved.get()))) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    try (Stream<Path> children = Files.list(file(resolved.get()))) {
      return children
          .map(Path::getFileName)
          .filter(matcher::matches)
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ImageException(file(resolved.get()) + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /** What a link says. */
  static String target(Path link) {
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
