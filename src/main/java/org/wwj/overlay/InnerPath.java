package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;

/** Paths inside an overlay, as admins write them. */
public final class InnerPath {
  private InnerPath() {}

  /**
   * The path on the node without a leading slash; empty for the root.
   *
   * @throws OverlayException when it leads out of the overlay, or no file may be called so
   */
  public static String of(String given) {
    List<String> parts = new ArrayList<>();
    for (String part : given.split("/", -1)) {
      if (part.equals("..")) {
        throw new OverlayException(
            "'" + given + "' may lead out of the overlay; write the path without '..'");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String path = String.join("/", parts);
    if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new OverlayException("'" + given + "' holds a control character; no file may");
    }
    return path;
  }

  /** The same of a file: not the root itself. */
  public static String ofFile(String given) {
    String path = of(given);
    if (path.isEmpty()) {
      throw new OverlayException("'" + given + "' is the overlay's root; name a file in it");
    }
    return path;
  }

  /** The folder that a path is in; empty for the root. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The last part of a path. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The folders on the way to a path, the topmost first. */
  static List<String> folders(String path) {
    List<String> folders = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders;
  }
}
