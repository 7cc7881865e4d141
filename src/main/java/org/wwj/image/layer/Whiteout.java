package org.wwj.image.layer;

import java.nio.file.FileSystemException;

/** What the name of a member says beside naming a file (OCI image-spec layer.md, "Whiteouts"). */
sealed interface Whiteout {
  /** The member is a file. */
  record None() implements Whiteout {}

  /** Nothing of the layers below is at that path. */
  record Of(String path) implements Whiteout {}

  /** Nothing of the layers below is in that folder. */
  record Opaque(String folder) implements Whiteout {}

  /** Book-keeping of aufs, which no tree should have. */
  record Aufs() implements Whiteout {}

  /** The start of names that are no files. */
  String PREFIX = ".wh.";

  private static FileSystemException strange(String path, String what) {
    return new FileSystemException(path, null, what);
  }

  /**
   * Reads a clean path.
   *
   * @throws FileSystemException when it would remove a folder from within, or lies below a whiteout
   */
  static Whiteout of(String path) throws FileSystemException {
    int slash = path.lastIndexOf('/');
    String folder = path.substring(0, Math.max(0, slash));
    if (("/" + folder).contains("/" + PREFIX)) {
      throw strange(path, "lies below a whiteout");
    }
    String name = path.substring(slash + 1);
    if (!name.startsWith(PREFIX)) {
      return new None();
    }
    if (name.equals(".wh..wh..opq")) {
      return new Opaque(folder);
    }
    if (name.startsWith(".wh..wh.")) {
      return new Aufs();
    }
    String hidden = name.substring(PREFIX.length());
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw strange(path, "is a whiteout of no name");
    }
    return new Of(folder.isEmpty() ? hidden : folder + "/" + hidden);
  }
}
