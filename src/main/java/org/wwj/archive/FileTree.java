package org.wwj.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tree of files as archives write it: nothing is ever made, changed or removed outside, whatever
 * names and links they hold.
 *
 * <p>A member's folder is opened by {@code openat2} with the tree as the root of all (Linux 5.6);
 * links lead where they would lead on the machine that boots from the tree. All else happens in
 * that open folder by the last name alone, which is never followed. The folder stays open for the
 * next member, and gets the time back that the archive gave it.
 *
 * <p>Paths are relative, cleaned by {@link #clean}, with a char for each byte; empty is the root.
 * Errors tell in {@link FileSystemException#getReason} what is wrong with the member. For one
 * thread at a time.
 */
public final class FileTree implements AutoCloseable {
  private static final int REGULAR_MODE = 0600;
  private static final int ROOT_MODE = 0755;
  private static final int CHARACTER = 0020000;
  private static final int BLOCK = 0060000;
  private static final int FIFO = 0010000;
  private static final int MAX_TRIES = 1000;
  private static final int MAX_SHOWN = 300;

  private final Syscalls calls = new Syscalls();
  private final NameSet made = new NameSet();
  private final Removal removal = new Removal(calls, made);
  private final AttributeWriter attributes;
  private final int root;
  private @Nullable OpenFolder current;
  private boolean stale;

  /** Someone to whom is told what a file system did not take. */
  @FunctionalInterface
  public interface LeftOut {
    /**
     * Called for each.
     *
     * @param what was left out and why
     * @param path the member's
     */
    void tell(String what, String path);
  }

  /**
   * Opens a tree, whose root starts with mode 0755 and the time 0, so that the same archives make
   * the same tree.
   *
   * @param folder that is there
   */
  public FileTree(Path folder, LeftOut leftOut) throws FileSystemException {
    attributes = new AttributeWriter(calls, leftOut);
    byte[] path = folder.toString().getBytes(StandardCharsets.UTF_8);
    root = calls.openFolder(new String(path, StandardCharsets.ISO_8859_1));
    if (root < 0) {
      calls.close();
      throw new FileSystemException(folder.toString(), null, Syscalls.reason(root));
    }
    int beneath = calls.openBeneath(root, ".", true);
    if (beneath < 0) {
      calls.close(root);
      calls.close();
      throw new FileSystemException(
          folder.toString(),
          null,
          "cannot be guarded by openat2, which Linux has since 5.6: " + Syscalls.reason(beneath));
    }
    calls.close(beneath);
    calls.chmod(root, ROOT_MODE);
    calls.setTime(root, 0, 0);
  }

  /**
   * A name without dots, empty parts and slashes at its ends.
   *
   * @throws FileSystemException when it leads out by {@code ..}
   */
  public static String clean(String name) throws FileSystemException {
    StringBuilder path = new StringBuilder(name.length());
    int start = 0;
    while (start < name.length()) {
      int slash = name.indexOf('/', start);
      int end = slash < 0 ? name.length() : slash;
      String part = name.substring(start, end);
      if (part.equals("..")) {
        throw new FileSystemException(name, null, "leads out of the archive");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        path.append(path.isEmpty() ? "" : "/").append(part);
      }
      start = end + 1;
    }
    return path.toString();
  }

  /** Starts a layer: whiteouts spare only what is made from now on. */
  public void startLayer() {
    made.clear();
  }

  /** Makes a folder, or gives one that is there these attributes instead of its own. */
  public void folder(String path, Attributes wanted) throws FileSystemException {
    if (path.isEmpty()) {
      leave();
      adopt(open(""), path, wanted, true);
      return;
    }
    OpenFolder parent = parent(path, wanted);
    String name = last(path);
    int result = calls.mkdirAt(parent.descriptor(), name);
    boolean there = result == Syscalls.EXIST;
    int folder = Syscalls.NOTDIR;
    if (there) {
      folder = calls.openBeneath(parent.descriptor(), name, false);
      if (folder == Syscalls.NOTDIR || folder == Syscalls.LOOP) {
        replace(parent, name);
        there = false;
        result = calls.mkdirAt(parent.descriptor(), name);
      }
    }
    if (!there) {
      check(result, path);
      folder = calls.openBeneath(parent.descriptor(), name, false);
    }
    check(folder, path);
    made.add(parent.inode(), name);
    boolean clear = there || parent.passesOn();
    leave();
    adopt(folder, path, wanted, clear);
  }

  /** The next members are likely to lie in it, so it is kept open. */
  private void adopt(int folder, String path, Attributes wanted, boolean clear)
      throws FileSystemException {
    check(folder, path);
    try {
      if (clear) {
        attributes.clear(folder);
      }
      attributes.set(folder, path, wanted);
    } catch (FileSystemException | RuntimeException | Error e) {
      calls.close(folder);
      throw e;
    }
    current = OpenFolder.of(calls, folder, path);
  }

  /** Makes an empty file, in place of whatever has that name. */
  public OpenFile file(String path, Attributes wanted) throws FileSystemException {
    OpenFolder parent = parent(path, wanted);
    String name = last(path);
    int flags = Syscalls.WRITE_ONLY | Syscalls.CREATE_NEW | Syscalls.NOFOLLOW;
    int file = calls.openAt(parent.descriptor(), name, flags, REGULAR_MODE);
    if (file == Syscalls.EXIST) {
      replace(parent, name);
      file = calls.openAt(parent.descriptor(), name, flags, REGULAR_MODE);
    }
    check(file, path);
    made.add(parent.inode(), name);
    if (parent.passesOn()) {
      calls.xattrs().remove(file, OpenFolder.ACCESS);
    }
    return new OpenFile(calls, attributes, file, path, wanted);
  }

  /** Makes a symbolic link. */
  public void symlink(String path, String target, Attributes wanted) throws FileSystemException {
    OpenFolder parent = parent(path, wanted);
    String name = last(path);
    int result = calls.symlinkAt(target, parent.descriptor(), name);
    if (result == Syscalls.EXIST) {
      replace(parent, name);
      result = calls.symlinkAt(target, parent.descriptor(), name);
    }
    check(result, path);
    made.add(parent.inode(), name);
    attributes.setAt(parent, name, path, wanted, false);
  }

  /** Makes another name of a file of this layer or one below; its attributes are that file's. */
  public void hardLink(String path, String target, Attributes wanted) throws FileSystemException {
    if (target.isEmpty()) {
      throw new FileSystemException(path, null, "is a hard link to a folder");
    }
    OpenFolder parent = parent(path, wanted);
    String name = last(path);
    String from = last(target);
    int folder = before(target).equals(parent.path()) ? parent.descriptor() : open(before(target));
    check(folder, path, "is a hard link to '" + display(target) + "': ");
    try {
      int result = calls.linkAt(folder, from, parent.descriptor(), name);
      if (result == Syscalls.EXIST && !isSame(folder, from, parent.descriptor(), name)) {
        replace(parent, name);
        result = calls.linkAt(folder, from, parent.descriptor(), name);
      }
      if (result != Syscalls.EXIST) {
        check(result, path, "is a hard link to '" + display(target) + "': ");
      }
      made.add(parent.inode(), name);
    } finally {
      if (folder != parent.descriptor()) {
        calls.close(folder);
      }
    }
  }

  private boolean isSame(int folder, String name, int otherFolder, String other) {
    if (calls.statAt(folder, name) < 0) {
      return false;
    }
    Syscalls.Stat stat = calls.stat();
    return calls.statAt(otherFolder, other) >= 0
        && calls.stat().inode() == stat.inode()
        && calls.stat().device() == stat.device();
  }

  /** Makes a device or a FIFO. */
  public void node(String path, TarMember.Kind kind, int major, int minor, Attributes wanted)
      throws FileSystemException {
    int type =
        switch (kind) {
          case CHARACTER -> CHARACTER;
          case BLOCK -> BLOCK;
          case FIFO -> FIFO;
          default -> throw new IllegalArgumentException("no node: " + kind);
        };
    OpenFolder parent = parent(path, wanted);
    String name = last(path);
    int mode = type | REGULAR_MODE;
    int result = calls.mknodAt(parent.descriptor(), name, mode, major, minor);
    if (result == Syscalls.EXIST) {
      replace(parent, name);
      result = calls.mknodAt(parent.descriptor(), name, mode, major, minor);
    }
    check(result, path);
    made.add(parent.inode(), name);
    attributes.setAt(parent, name, path, wanted, true);
  }

  /** Removes what layers below have at that path, if anything. */
  public void whiteout(String path) throws FileSystemException {
    OpenFolder parent = existing(before(path));
    if (parent != null) {
      removal.lower(parent, last(path));
      stale = true;
    }
  }

  /** Removes all that layers below have in that folder, if it is there. */
  public void opaque(String path) throws FileSystemException {
    OpenFolder folder = existing(path);
    if (folder != null) {
      removal.lowerIn(folder);
      stale = true;
    }
  }

  private void replace(OpenFolder parent, String name) throws FileSystemException {
    removal.all(parent, name);
    // What was there may have been a part of the way to the open folder.
    stale = true;
  }

  private OpenFolder parent(String path, Attributes member) throws FileSystemException {
    if (path.isEmpty()) {
      throw new FileSystemException(path, null, "would replace the root folder");
    }
    return inside(before(path), member);
  }

  /** The folder, made with all above it where they are missing. */
  private OpenFolder inside(String path, Attributes member) throws FileSystemException {
    OpenFolder known = known(path);
    if (known != null) {
      return known;
    }
    int folder = open(path);
    if (folder == Syscalls.NOENT) {
      OpenFolder above = inside(before(path), member);
      int result = calls.mkdirAt(above.descriptor(), last(path));
      if (result == Syscalls.EXIST) {
        throw new FileSystemException(path, null, "lies behind a link that leads nowhere");
      }
      check(result, path);
      made.add(above.inode(), last(path));
      folder = calls.openBeneath(above.descriptor(), last(path), false);
      boolean clear = above.passesOn();
      leave();
      adopt(folder, path, Attributes.ofUnnamedFolder(member), clear);
    } else {
      check(folder, path, "lies below '" + display(path) + "': ");
      current = OpenFolder.of(calls, folder, path);
    }
    return Objects.requireNonNull(current);
  }

  private @Nullable OpenFolder existing(String path) throws FileSystemException {
    OpenFolder known = known(path);
    if (known != null) {
      return known;
    }
    int folder = open(path);
    if (folder == Syscalls.NOENT || folder == Syscalls.NOTDIR || folder == Syscalls.LOOP) {
      return null;
    }
    check(folder, path);
    current = OpenFolder.of(calls, folder, path);
    return current;
  }

  /** The open folder if it is that one; any other is left. */
  private @Nullable OpenFolder known(String path) {
    if (current != null && !stale && current.path().equals(path)) {
      return current;
    }
    leave();
    return null;
  }

  private void leave() {
    if (current != null) {
      current.leave(calls);
      current = null;
    }
    stale = false;
  }

  /** A rename elsewhere on the machine can disturb a look-up through {@code ..}: EAGAIN. */
  private int open(String path) {
    int folder = Syscalls.AGAIN;
    for (int i = 0; i < MAX_TRIES && folder == Syscalls.AGAIN; i++) {
      folder = calls.openBeneath(root, path.isEmpty() ? "." : path, true);
    }
    return folder;
  }

  private static String before(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void check(int result, String path) throws FileSystemException {
    check(result, path, "cannot be written: ");
  }

  private static void check(int result, String path, String what) throws FileSystemException {
    if (result < 0) {
      throw new FileSystemException(path, null, what + Syscalls.reason(result));
    }
  }

  /** A path's bytes as the text they most likely are, short and safe to show on a terminal. */
  public static String display(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    int length = Math.min(bytes.length, MAX_SHOWN);
    String text =
        new String(bytes, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    return length < bytes.length ? text + "..." : text;
  }

  /** Leaves the tree with all times as they should be. */
  @Override
  public void close() {
    leave();
    calls.close(root);
    calls.close();
  }
}
