package org.wwj.archive;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes files and whole folders, one descriptor below the other, so that no link is ever
 * followed.
 */
final class Removal {
  /** Each level holds a descriptor. */
  private static final int MAX_DEPTH = 400;

  private final Syscalls calls;
  private final NameSet made;

  Removal(Syscalls calls, NameSet made) {
    this.calls = calls;
    this.made = made;
  }

  /** Removes a name with all below it. Nothing there is fine. */
  void all(OpenFolder folder, String name) throws FileSystemException {
    remove(folder.descriptor(), folder.inode(), name, false, 0);
  }

  /** Removes a name with all below it, but nothing that this layer has made. */
  void lower(OpenFolder folder, String name) throws FileSystemException {
    remove(folder.descriptor(), folder.inode(), name, !made.isEmpty(), 0);
  }

  /** Removes what an open folder holds, but nothing that this layer has made. */
  void lowerIn(OpenFolder folder) throws FileSystemException {
    children(folder.descriptor(), folder.inode(), !made.isEmpty(), 0);
  }

  private boolean remove(int folder, long inode, String name, boolean keep, int depth)
      throws FileSystemException {
    boolean ours = keep && made.contains(inode, name);
    if (!ours) {
      int removed = calls.unlinkAt(folder, name, 0);
      if (removed >= 0 || removed == Syscalls.NOENT) {
        return true;
      }
      check(removed == Syscalls.ISDIR ? 0 : removed, name);
    }
    int child = calls.openBeneath(folder, name, false);
    if (child < 0 && ours) {
      return false; // made by this layer, and no folder
    }
    check(child, name);
    boolean empty;
    try {
      calls.statAt(child, "");
      Syscalls.Stat stat = calls.stat();
      empty = children(child, stat.inode(), keep, depth + 1);
      calls.restoreTime(child, stat.seconds(), stat.nanos());
    } finally {
      calls.close(child);
    }
    if (ours || !empty) {
      return false;
    }
    check(calls.unlinkAt(folder, name, Syscalls.REMOVE_FOLDER), name);
    return true;
  }

  private boolean children(int folder, long inode, boolean keep, int depth)
      throws FileSystemException {
    if (depth > MAX_DEPTH) {
      throw new FileSystemException("", null, "removes folders more than " + MAX_DEPTH + " deep");
    }
    int reading = calls.openAt(folder, ".", Syscalls.FOLDER, 0);
    check(reading, ".");
    List<String> names = new ArrayList<>();
    try {
      int more;
      do {
        more = calls.names(reading, names);
        check(more, ".");
      } while (more > 0);
    } finally {
      calls.close(reading);
    }
    boolean empty = true;
    for (String name : names) {
      empty &= remove(folder, inode, name, keep, depth);
    }
    return empty;
  }

  private static void check(int result, String name) throws FileSystemException {
    if (result < 0) {
      throw new FileSystemException(
          name, null, "needs '" + FileTree.display(name) + "' removed: " + Syscalls.reason(result));
    }
  }
}
