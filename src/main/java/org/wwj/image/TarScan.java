package org.wwj.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A look at all names of a tar archive before anything of it is unpacked. An archive that wants to
 * write outside its folder is refused whole.
 */
final class TarScan {
  private final Set<String> escapes = new HashSet<>();
  private long members;

  private TarScan() {}

  /**
   * Reads the archive to its end.
   *
   * @param name what to call it in errors
   * @throws ImageException naming the member that is not safe
   * @throws IOException when it is no tar archive, or cut off
   */
  static void check(InputStream in, Path name) throws IOException {
    TarScan scan = new TarScan();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(in, 1 << 16), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        scan.member(entry, name);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("damaged header: " + e.getMessage(), e);
    }
    if (scan.members == 0) {
      throw new ImageException(name + " is no tar archive, or an empty one");
    }
  }

  private void member(TarArchiveEntry entry, Path archive) {
    members++;
    String path = strip(entry.getName());
    // commons-compress drops a leading slash from getName, so the raw form tells of it too.
    if (entry.getName().startsWith("/") || hasParent(path)) {
      throw refused(archive, entry.getName(), "leads out of the archive");
    }
    if (entry.isLink() && (entry.getLinkName().startsWith("/") || hasParent(entry.getLinkName()))) {
      throw refused(archive, entry.getName(), "is a hard link to " + entry.getLinkName());
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (escapes.contains(path.substring(0, slash))) {
        throw refused(archive, entry.getName(), "lies behind a link that leads out of the archive");
      }
    }
    if (entry.isSymbolicLink() && escapes(path, entry.getLinkName())) {
      escapes.add(path);
    } else {
      escapes.remove(path);
    }
  }

  private static ImageException refused(Path archive, String member, String why) {
    return new ImageException(
        archive
            + " is not imported: its member '"
            + member
            + "' "
            + why
            + "; pack the tree again from its root: tar -C ROOTFS --xattrs -cf FILE .");
  }

  private static boolean hasParent(String path) {
    return Arrays.asList(path.split("/")).contains("..");
  }

  /** Absolute links are usual in a root file system, but nothing may be unpacked through them. */
  private static boolean escapes(String path, String target) {
    if (target.startsWith("/")) {
      return true;
    }
    int depth = path.split("/").length - 1;
    for (String part : target.split("/")) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static String strip(String name) {
    return name.replaceFirst("^(\\./+)+", "").replaceFirst("/+$", "");
  }
}
