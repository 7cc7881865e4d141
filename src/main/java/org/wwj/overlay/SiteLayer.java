package org.wwj.overlay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.image.TreeCopy;

/**
 * The site's part of one overlay, to be changed. Properties:
 *
 * <ul>
 *   <li>what ships is never touched: a changed file of it becomes one of the site's that covers it;
 *   <li>a path is one inside the overlay, and no link in it is followed;
 *   <li>a file appears whole or not at all, by a rename from beside the tree, so that no node gets
 *       half of it.
 * </ul>
 */
public final class SiteLayer {
  private static final String TEMPORARY = ".wwj-";

  private final OverlayStore store;
  private final String name;
  private final Path folder;
  private final SiteModes modes = new SiteModes(this);

  /** The site's part of an overlay, which need not be there yet. */
  public SiteLayer(OverlayStore store, SiteConfig.Paths paths, String name) {
    if (!OverlayStore.isName(name)) {
      throw new OverlayException(
          "'"
              + name
              + "' is no name for an overlay: letters, digits, '-', '.', '_' and ':' may be in it");
    }
    this.store = store;
    this.name = name;
    this.folder = paths.siteOverlays().resolve(name);
  }

  /** The overlay as it is now. */
  public Overlay overlay() {
    return store.look(name);
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /**
   * Begins it.
   *
   * @param opaque whether it hides a lower overlay of its name as a whole
   */
  public void create(boolean opaque) {
    doing(
        "make " + folder,
        () -> {
          Files.createDirectories(folder.resolve("rootfs"));
          if (opaque) {
            Files.createFile(folder.resolve(OverlayStore.OPAQUE));
          }
        });
  }

  /** Its tree, made when the overlay has only what ships. */
  Path rootfs() throws IOException {
    return Files.createDirectories(folder.resolve("rootfs")).toRealPath();
  }

  /**
   * Refuses a path whose folders cannot be had: where something else is in the way, or one is not
   * there and may not be made.
   */
  public void checkFolders(String path, boolean parents) {
    Overlay overlay = overlay();
    for (String above : InnerPath.folders(path)) {
      OverlayFile there = overlay.files().get(above);
      if (there != null && !there.isFolder()) {
        throw new OverlayException(
            "overlay %s: %s is a %s (%s); name a place that no link is on the way to"
                .formatted(name, above, there.type(), there.source()));
      }
      if (there == null && !parents) {
        throw new OverlayException(
            "overlay %s has no folder %s; --parents makes it".formatted(name, above));
      }
    }
  }

  /**
   * Makes the folders on the way to a path that are not there; those that a lower layer has get its
   * mode and owner.
   *
   * @param parents whether folders may be made that the overlay does not have at all
   * @param mode of such folders
   */
  public void folders(String path, boolean parents, int mode) {
    checkFolders(path, parents);
    Overlay overlay = overlay();
    for (String above : InnerPath.folders(path)) {
      OverlayFile there = overlay.files().get(above);
      if (there == null || there.layer() != Layer.SITE) {
        makeFolder(above, there == null ? mode : there.permissions(), there);
      }
    }
  }

  /** A folder with that mode. */
  public void mkdir(String path, int mode) {
    makeFolder(path, mode, overlay().files().get(path));
  }

  private void makeFolder(String path, int mode, @Nullable OverlayFile like) {
    doing(
        "make the folder " + path,
        () -> {
          Path made = rootfs().resolve(path);
          if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(made);
            Files.setAttribute(made, "unix:mode", mode);
            own(made, like);
          }
        });
  }

  /**
   * Writes a file.
   *
   * @param mode its permissions
   * @param like the file that it takes the place of, whose owner it gets
   */
  public void write(String path, byte[] content, int mode, @Nullable OverlayFile like) {
    doing(
        "write " + path,
        () ->
            place(
                rootfs().resolve(path),
                temporary -> {
                  try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                      out.write(bytes);
                    }
                    own(temporary, like);
                    Files.setAttribute(temporary, "unix:mode", mode);
                    out.force(true);
                  }
                }));
  }

  /**
   * Copies a file or link of the server with its mode, owner and attributes.
   *
   * @param followed whether of a link what it leads to is meant
   */
  public void copy(Path source, String path, boolean followed) {
    List<CopyOption> options =
        new ArrayList<>(
            List.of(StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES));
    if (!followed) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    doing(
        "copy " + source + " to " + path,
        () ->
            place(
                rootfs().resolve(path),
                temporary -> Files.copy(source, temporary, options.toArray(CopyOption[]::new))));
  }

  /** What makes a file. */
  interface Filling {
    void fill(Path file) throws IOException;
  }

  /** Makes a file beside the tree, for its owner alone, and moves it to its place. */
  void place(Path file, Filling filling) throws IOException {
    Path temporary =
        Files.createTempFile(
            rootfs().getParent(),
            TEMPORARY,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      filling.fill(temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Gives a file of the site's the owner of another: what stands for root in that one's layer does
   * in this.
   */
  private void own(Path made, @Nullable OverlayFile like) throws IOException {
    if (like == null) {
      return;
    }
    Owner raw = TreeFile.of("", like.source()).owner();
    Path root = like.source();
    for (int depth = like.path().split("/").length; depth > 0; depth--) {
      root = root.resolve("..").normalize();
    }
    Owner theirs = TreeFile.of("", root).owner();
    Owner ours = TreeFile.of("", folder.resolve("rootfs")).owner();
    Owner now = TreeFile.of("", made).owner();
    int uid = raw.uid() == theirs.uid() ? ours.uid() : raw.uid();
    int gid = raw.gid() == theirs.gid() ? ours.gid() : raw.gid();
    if (uid != now.uid()) {
      Files.setAttribute(made, "unix:uid", uid);
    }
    if (gid != now.gid()) {
      Files.setAttribute(made, "unix:gid", gid);
    }
  }

  /**
   * Deletes one of the site's files. Where a lower layer shows again, nothing of the site's is left
   * that does not say something.
   *
   * @param whole whether a folder goes with all that is in it
   * @param parents whether folders that become empty go too
   */
  public void delete(String path, boolean whole, boolean parents) {
    doing(
        "delete " + path,
        () -> {
          boolean lower = overlay().lower().isPresent();
          Path file = rootfs().resolve(path);
          if (whole && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            TreeCopy.delete(file);
          } else {
            Files.delete(file);
          }
          for (String above : InnerPath.folders(path).reversed()) {
            Path folder = rootfs().resolve(above);
            if ((parents || lower) && isEmpty(folder)) {
              Files.delete(folder);
            }
          }
          if (!overlay().files().containsKey(path)) {
            modes.forget(path);
          }
          if (lower && isEmpty(rootfs()) && onlyTree()) {
            delete();
          }
        });
  }

  private boolean onlyTree() throws IOException {
    try (Stream<Path> beside = Files.list(folder)) {
      return beside.allMatch(path -> path.endsWith("rootfs"));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      return left.findAny().isEmpty();
    }
  }

  /** Deletes all of it. */
  public void delete() {
    doing(
        "delete " + folder,
        () -> {
          if (Files.isSymbolicLink(folder)) {
            Files.delete(folder); // what it leads to is another site's
          } else {
            TreeCopy.delete(folder);
          }
        });
  }

  /** Its rules about modes and owners. */
  public SiteModes modes() {
    return modes;
  }

  /** Something that the disk may refuse. */
  interface Work {
    void run() throws IOException;
  }

  void doing(String what, Work work) {
    try {
      work.run();
    } catch (AccessDeniedException e) {
      throw new OverlayException(
          "overlay %s: cannot %s: no right to %s; try it with sudo"
              .formatted(name, what, e.getFile()),
          e);
    } catch (IOException e) {
      throw new OverlayException("overlay %s: cannot %s: %s".formatted(name, what, e), e);
    }
  }
}
