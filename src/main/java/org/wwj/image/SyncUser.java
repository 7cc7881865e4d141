package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the users and groups of an image's tree those of the server, and gives the image's files to
 * the new numbers. What is to be done with each file is on the disk before the first is touched, so
 * that a run that was killed is brought to its end, also when two numbers change places.
 */
public final class SyncUser {
  private static final String JOURNAL = "syncuser";

  private final Path tree;
  private final SyncPlan plan;

  /**
   * Looks at a tree's users and groups.
   *
   * @param passwd the server's passwd
   * @param group the server's group
   * @throws ImageException when the image's cannot be read
   */
  public SyncUser(Path tree, String passwd, String group) {
    this.tree = tree;
    this.plan = SyncPlan.of(text(tree, "etc/passwd"), text(tree, "etc/group"), passwd, group);
  }

  /** With this server's users and groups. */
  public static SyncUser withServer(Path tree) {
    try {
      // Names are bytes.
      return new SyncUser(
          tree,
          Files.readString(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1),
          Files.readString(Path.of("/etc/group"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new ImageException("the server's users cannot be read: " + e.getMessage(), e);
    }
  }

  private static String text(Path tree, String path) {
    Path file = file(tree, path);
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path file(Path tree, String path) {
    ImageTree image = new ImageTree(tree);
    return image.plainFile(path).map(image::file).orElse(tree.resolve(path));
  }

  /** What is to be done. */
  public SyncPlan plan() {
    return plan;
  }

  /**
   * The files whose owner or group changes. Links are not followed, other file systems not entered,
   * and a file with many names is listed by its first.
   */
  public List<Owned> files() {
    List<Owned> found = new ArrayList<>();
    if (plan.users().isEmpty() && plan.groups().isEmpty()) {
      return found;
    }
    try {
      Object device = Files.getAttribute(tree, "unix:dev", LinkOption.NOFOLLOW_LINKS);
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              return visit(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              visit(file);
              return FileVisitResult.CONTINUE;
            }

            private boolean visit(Path file) throws IOException {
              Map<String, Object> stat =
                  Files.readAttributes(
                      file, "unix:uid,gid,mode,dev,ino,nlink", LinkOption.NOFOLLOW_LINKS);
              if (!device.equals(stat.get("dev"))) {
                return false;
              }
              Owned owned = Owned.of(tree, file, stat, plan);
              if (owned.changes()) {
                found.add(owned);
              }
              return true;
            }
          });
    } catch (IOException e) {
      throw new ImageException("the files of " + tree + " cannot be listed: " + e, e);
    }
    found.sort(Comparator.comparing(Owned::path));
    Set<Long> seen = new HashSet<>();
    return found.stream().filter(owned -> seen.add(owned.inode())).toList();
  }

  /**
   * Does it.
   *
   * @param lock that the tree is this command's alone
   * @return the files that have another owner or group now
   * @throws ImageException naming the conflicts, when there are any; then nothing was changed
   */
  public List<Owned> apply(TreeLock lock) {
    if (!plan.conflicts().isEmpty()) {
      throw new ImageException(
          "image "
              + lock.image()
              + ": users or groups collide with this server's; nothing changed");
    }
    List<Owned> files = files();
    SyncJournal journal = new SyncJournal(lock.run().resolve(JOURNAL));
    journal.write(files, plan.passwd(), plan.group());
    resume(tree, lock.run());
    return files;
  }

  /** Brings to its end what was begun, when something was. */
  static void resume(Path tree, Path run) {
    SyncJournal journal = new SyncJournal(run.resolve(JOURNAL));
    journal
        .read()
        .ifPresent(begun -> {
          try {
            for (Owned file : begun.files()) {
              file.give(tree);
            }
            replace(tree, "etc/group", begun.group());
            replace(tree, "etc/passwd", begun.passwd());
            journal.delete();
          } catch (IOException e) {
            throw new ImageException(
                "the users of " + tree + " are not changed to the end: " + e + "; run it again", e);
          }
        });
  }

  /** The old text or the new one is there, never a part of it. */
  private static void replace(Path tree, String path, String text) throws IOException {
    Path file = file(tree, path);
    boolean there = Files.exists(file);
    if (text.isEmpty() || (there && text(tree, path).equals(text))) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".wwj-new");
    if (there) {
      Files.copy(
          file, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    } else {
      Files.createDirectories(Folders.parent(file));
    }
    Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
    Folders.sync(fresh);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(Folders.parent(file));
  }
}
