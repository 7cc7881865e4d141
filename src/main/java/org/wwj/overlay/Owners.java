package org.wwj.overlay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The numbers of users and groups that an overlay names. They are those of the node: of the {@code
 * /etc/passwd} and {@code /etc/group} that its overlays write, else of its image.
 *
 * @param image the node's image, as errors call it
 * @param texts the file at a path of the node's root, when there is one
 */
record Owners(String image, Function<String, Optional<String>> texts) {

  /** The number of that user; a number stands for itself. */
  int user(String name, String path) {
    return number(name, path, "etc/passwd", "user");
  }

  /** The number of that group. */
  int group(String name, String path) {
    return number(name, path, "etc/group", "group");
  }

  private int number(String name, String path, String file, String what) {
    if (name.matches("\\d{1,9}")) {
      return Integer.parseInt(name);
    }
    String id = texts.apply(file).map(Owners::ids).orElse(Map.of()).get(name);
    if (id == null || !id.matches("\\d{1,9}")) {
      throw new OverlayException(
          "/%s belongs to %s '%s', which neither the overlays' /%s nor image '%s' has: install in the image what makes that %s"
              .formatted(path, what, name, file, image, what));
    }
    return Integer.parseInt(id);
  }

  private static Map<String, String> ids(String text) {
    Map<String, String> ids = new HashMap<>();
    for (String line : text.split("\n")) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2) {
        ids.putIfAbsent(fields[0], fields[2]);
      }
    }
    return ids;
  }
}
