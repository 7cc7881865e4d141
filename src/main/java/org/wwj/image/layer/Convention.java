package org.wwj.image.layer;

import java.nio.file.FileSystemException;
import org.wwj.archive.FileTree;

/** What kind of archive is unpacked, and so what its names mean. */
public enum Convention {
  /** A layer of a container image: whiteouts remove, and some builders write absolute names. */
  LAYER("ask its maker for a sound one"),
  /** A root file system, where every name is a file's and an absolute one is a mistake. */
  ROOTFS("pack the tree again from its root: tar -C ROOTFS --xattrs --acls -cf FILE .");

  private final String remedy;

  Convention(String remedy) {
    this.remedy = remedy;
  }

  /** What the admin can do about a bad one. */
  String remedy() {
    return remedy;
  }

  /** The path in the tree that a name means. */
  String path(String name) throws FileSystemException {
    if (this == ROOTFS && name.startsWith("/")) {
      throw new FileSystemException(name, null, "leads out of the archive");
    }
    return FileTree.clean(name);
  }

  /** The path in the tree that a hard link means. */
  String target(String target) throws FileSystemException {
    try {
      return path(target);
    } catch (FileSystemException e) {
      throw new FileSystemException(
          target, null, "is a hard link to '" + FileTree.display(target) + "'");
    }
  }

  Whiteout whiteout(String path) throws FileSystemException {
    return this == LAYER ? Whiteout.of(path) : new Whiteout.None();
  }
}
