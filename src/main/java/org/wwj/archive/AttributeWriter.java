package org.wwj.archive;

import java.nio.file.FileSystemException;
import java.util.Map;

/**
 * Gives files their attributes: the owner first, as a change of it takes setuid and capabilities
 * away, then mode, extended attributes, and the time last.
 */
final class AttributeWriter {
  private static final int PERM = -1;
  private static final int INVAL = -22;
  private static final int NOTSUP = -95;
  private static final String SELINUX = "security.selinux";

  private final Syscalls calls;
  private final FileTree.LeftOut leftOut;

  AttributeWriter(Syscalls calls, FileTree.LeftOut leftOut) {
    this.calls = calls;
    this.leftOut = leftOut;
  }

  /** Takes all extended attributes away but the label that this machine put there. */
  void clear(int file) {
    for (String name : calls.xattrs().names(file)) {
      if (!name.equals(SELINUX)) {
        calls.xattrs().remove(file, name);
      }
    }
  }

  /** To an open file or folder. */
  void set(int file, String path, Attributes wanted) throws FileSystemException {
    check(calls.chown(file, wanted.uid(), wanted.gid()), path, "owner");
    check(calls.chmod(file, wanted.mode()), path, "mode");
    for (Map.Entry<String, byte[]> xattr : wanted.xattrs().entrySet()) {
      if (belongs(xattr.getKey(), path)) {
        int result = calls.xattrs().set(file, xattr.getKey(), xattr.getValue());
        judge(result, xattr.getKey(), path);
      }
    }
    check(calls.setTime(file, wanted.seconds(), wanted.nanos()), path, "time");
  }

  /** To something that must not be opened: a link, which has no mode, or a node, which has one. */
  void setAt(OpenFolder folder, String name, String path, Attributes wanted, boolean hasMode)
      throws FileSystemException {
    int parent = folder.descriptor();
    if (hasMode && folder.passesOn()) {
      calls.xattrs().removeAt(parent, name, OpenFolder.ACCESS);
    }
    check(calls.chownAt(parent, name, wanted.uid(), wanted.gid()), path, "owner");
    if (hasMode) {
      check(calls.chmodAt(parent, name, wanted.mode()), path, "mode");
    }
    for (Map.Entry<String, byte[]> xattr : wanted.xattrs().entrySet()) {
      if (belongs(xattr.getKey(), path)) {
        int result = calls.xattrs().setAt(parent, name, xattr.getKey(), xattr.getValue());
        judge(result, xattr.getKey(), path);
      }
    }
    check(calls.setTimeAt(parent, name, wanted.seconds(), wanted.nanos()), path, "time");
  }

  /** What overlayfs writes for itself would change what a node sees of the image. */
  private boolean belongs(String xattr, String path) {
    boolean overlay = xattr.startsWith("trusted.overlay.") || xattr.startsWith("user.overlay.");
    if (overlay) {
      leftOut.tell("attributes of overlayfs", path);
    }
    return !overlay;
  }

  /**
   * A capability must not be lost; labels and seals that the kernel does not take now are another
   * machine's, and some attributes no file system has.
   */
  private void judge(int result, String xattr, String path) throws FileSystemException {
    boolean foreign = xattr.startsWith("security.") && (result == PERM || result == INVAL);
    boolean nowhere = result == NOTSUP || (result == PERM && xattr.startsWith("user."));
    if (!xattr.equals("security.capability") && (foreign || nowhere)) {
      leftOut.tell("attribute " + xattr + " (" + Syscalls.reason(result) + ")", path);
      return;
    }
    check(result, path, "attribute " + FileTree.display(xattr));
  }

  private static void check(int result, String path, String what) throws FileSystemException {
    if (result < 0) {
      throw new FileSystemException(
          path, null, "has the " + what + " that cannot be set: " + Syscalls.reason(result));
    }
  }
}
