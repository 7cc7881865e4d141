package org.wwj.image;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings a root file system in as an image's tree. The tree is complete beside the old one before
 * it takes its place; whatever happens before that, the old image stays as it was.
 */
public final class Importer {
  private final ImageStore store;

  /** An importer into that store. */
  public Importer(ImageStore store) {
    this.store = store;
  }

  /**
   * Imports.
   *
   * @param replace whether an image of that name may be replaced
   * @return the new tree
   * @throws ImageException saying why not; an image that was there stays as it was
   */
  public Path run(ImageSource source, String image, boolean replace, ImportProgress progress) {
    Path home = store.home(image);
    try {
      sweep(Files.createDirectories(store.chroots()));
      try (ImageLock lock = ImageLock.take(home)) {
        Files.createDirectories(home);
        TreeSwap.recover(lock.home());
        if (!replace && Files.exists(store.rootfs(image), LinkOption.NOFOLLOW_LINKS)) {
          throw new ImageException(
              "image "
                  + image
                  + " exists; replace it with --force or --update, or choose another name");
        }
        replace(source, image, progress);
        return store.rootfs(image);
      } finally {
        deleteEmpty(home);
      }
    } catch (IOException e) {
      throw new ImageException("image " + image + " is not imported: " + words(e), e);
    }
  }

  private void replace(ImageSource source, String image, ImportProgress progress)
      throws IOException {
    Path home = store.home(image);
    Path fresh = TreeSwap.begin(home);
    try {
      Path tree = Files.createDirectory(fresh.resolve("rootfs"));
      Path scratch = Files.createDirectory(fresh.resolve("scratch"));
      Origin origin = source.fill(tree, scratch, progress);
      check(tree, origin.source());
      origin.write(fresh.resolve(Origin.FILE));
      TreeCopy.delete(scratch);
      TreeSwap.complete(fresh, home);
    } finally {
      TreeCopy.delete(fresh);
    }
  }

  private static void check(Path tree, String source) {
    if (new ImageTree(tree).plainFile("bin/sh").isEmpty()) {
      throw new ImageException(
          source
              + " has no /bin/sh, so it is no root file system;"
              + " import what holds bin, etc and usr, or an image with a shell");
    }
  }

  /** Ends what imports of any image left that were killed, so that nothing fills the disk. */
  private void sweep(Path chroots) throws IOException {
    for (String name : Folders.names(chroots)) {
      Path home = chroots.resolve(name);
      if (ImageStore.validName(name) && !name.startsWith(".") && TreeSwap.interrupted(home)) {
        Optional<ImageLock> lock = ImageLock.attempt(home);
        if (lock.isPresent()) {
          try (ImageLock held = lock.get()) {
            TreeSwap.recover(held.home());
            deleteEmpty(home);
          }
        }
      }
    }
  }

  private static void deleteEmpty(Path home) throws IOException {
    try {
      Files.delete(home);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return; // it holds an image, or is gone already
    }
  }

  private static String words(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left")
        ? message + "; make room there, or set wwchrootdir and cachedir to a larger disk"
        : e.toString();
  }
}
