package org.wwj.cli.overlay;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.overlay.InnerPath;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;

/**
 * What an import of a file or folder of the server comes to, worked out before anything is copied.
 *
 * @param items folders before what is in them
 */
record Importing(List<Item> items) {
  private static final int MAX_DEPTH = 64;

  /**
   * One file, link or folder.
   *
   * @param path where it goes in the overlay
   */
  record Item(Path source, String path, boolean folder) {}

  /**
   * Works it out.
   *
   * @param destination a place in the overlay; a folder that is there, or a name with a slash at
   *     its end, is where it goes into
   * @param overwrite whether files that are there may be covered
   */
  static Importing of(Overlay overlay, Path source, String destination, boolean overwrite) {
    String path = InnerPath.of(destination);
    OverlayFile there = overlay.files().get(path);
    boolean into =
        path.isEmpty() || destination.endsWith("/") || (there != null && there.isFolder());
    if (into) {
      String name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
      path = path.isEmpty() ? name : path + "/" + name;
    }
    Importing importing = new Importing(items(source, path));
    for (Item item : importing.items) {
      importing.refuse(overlay, item, overwrite);
    }
    return importing;
  }

  private static List<Item> items(Path source, String path) {
    if (!Files.exists(source)) {
      throw new OverlayException(source + ": there is no such file on this server");
    }
    List<Item> items = new ArrayList<>();
    if (!Files.isDirectory(source)) {
      items.add(new Item(source, path, false));
      requirePlain(source, Files.isRegularFile(source));
      return items;
    }
    try {
      Path top = source.toRealPath();
      Files.walkFileTree(
          top,
          Set.of(),
          MAX_DEPTH,
          new SimpleFileVisitor<>() {
            private String place(Path file) {
              String below = top.relativize(file).toString();
              return below.isEmpty() ? path : path + "/" + below;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              items.add(new Item(folder, place(folder), true));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              requirePlain(file, attributes.isRegularFile() || attributes.isSymbolicLink());
              items.add(new Item(file, place(file), false));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new OverlayException(source + " cannot be read: " + e, e);
    }
    return items;
  }

  private static void requirePlain(Path file, boolean plain) {
    if (!plain) {
      throw new OverlayException(file + " is no file, folder or link; overlays hold only these");
    }
  }

  private void refuse(Overlay overlay, Item item, boolean overwrite) {
    InnerPath.ofFile(item.path);
    @Nullable OverlayFile there = overlay.files().get(item.path);
    if (there == null && !item.folder) {
      String other =
          item.path.endsWith(".ww") ? item.path.replaceFirst("\\.ww$", "") : item.path + ".ww";
      there = overlay.files().get(other);
    }
    if (there == null || (there.isFolder() && item.folder)) {
      return;
    }
    if (there.isFolder() != item.folder) {
      throw new OverlayException(
          "overlay %s: %s is a %s there (%s)"
              .formatted(overlay.name(), there.path(), there.type(), there.source()));
    }
    if (!overwrite) {
      throw new OverlayException(
          "overlay %s has a file %s already (%s); --overwrite puts yours in its place"
              .formatted(overlay.name(), there.path(), there.source()));
    }
  }
}
