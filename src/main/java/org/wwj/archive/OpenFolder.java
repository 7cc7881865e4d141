package org.wwj.archive;

/**
 * A folder of a tree that is being written, held open. Its time is that of the archive, and whoever
 * changes what is in it gives it back when leaving.
 *
 * @param path beneath the tree's root
 * @param descriptor of the open folder
 * @param inode that tells it from all others of the tree
 * @param seconds of its last change, to be given back
 * @param nanos of its last change
 * @param passesOn whether it has a default access list, which new files in it would take over
 */
record OpenFolder(
    String path, int descriptor, long inode, long seconds, int nanos, boolean passesOn) {
  static final String ACCESS = "system.posix_acl_access";
  static final String DEFAULT = "system.posix_acl_default";

  static OpenFolder of(Syscalls calls, int descriptor, String path) {
    calls.statAt(descriptor, "");
    Syscalls.Stat stat = calls.stat();
    return new OpenFolder(
        path,
        descriptor,
        stat.inode(),
        stat.seconds(),
        stat.nanos(),
        calls.xattrs().has(descriptor, DEFAULT));
  }

  /** Gives the folder its time back and closes it. */
  void leave(Syscalls calls) {
    calls.restoreTime(descriptor, seconds, nanos);
    calls.close(descriptor);
  }
}
