package org.wwj.image.oci;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageException;

/** The members of an archive that holds a container image; where each lies in the file. */
final class TarMembers implements Members {
  /** Layers, a few documents each, and folders. */
  private static final int MOST = 10_000;

  private static final int MAX_LINKS = 5;

  /** What Docker, podman, skopeo, buildah and crane put into their archives, and nobody else. */
  private static final Pattern CONTAINER =
      Pattern.compile(
          "blobs(/.*)?|oci-layout|index\\.json|manifest\\.json|repositories"
              + "|(sha256:)?[0-9a-f]{64}([./].*)?");

  private final Path archive;
  private final Map<String, Slice> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private TarMembers(Path archive) {
    this.archive = archive;
  }

  /**
   * Whether the bytes are a tar archive that holds a container image, as its first member tells;
   * only the beginning is read.
   */
  static boolean hold(InputStream in) {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(in), "UTF-8")) {
      @Nullable TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && entry.isDirectory() && plain(entry.getName()).isEmpty()) {
        entry = tar.getNextEntry();
      }
      return entry != null && CONTAINER.matcher(plain(entry.getName())).matches();
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      return false; // whoever reads it as an archive of files has the words for it
    }
  }

  /**
   * Finds the members of an archive without compression.
   *
   * @throws ImageException when it is damaged
   */
  static TarMembers of(Path archive) {
    TarMembers members = new TarMembers(archive);
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(Channels.newInputStream(file), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        members.add(entry, file.position()); // it has read the header, and nothing further
      }
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new ImageException(
          archive + " cannot be read to its end: " + e.getMessage() + "; save the image again", e);
    }
    return members;
  }

  private void add(TarArchiveEntry entry, long offset) {
    String name = plain(entry.getName());
    if (files.size() + links.size() > MOST) {
      throw new ImageException(archive + " has more members than an image has");
    }
    if (entry.isSymbolicLink()) {
      Path parent = Path.of(name).getParent();
      Path target = Path.of(entry.getLinkName());
      links.put(name, (parent == null ? target : parent.resolve(target)).normalize().toString());
    } else if (entry.isLink()) {
      links.put(name, plain(entry.getLinkName()));
    } else if (entry.isFile() && !entry.isSparse()) {
      files.put(name, new Slice(archive, offset, entry.getSize()));
    }
  }

  private static String plain(String name) {
    return name.replaceFirst("^(\\./+)+", "").replaceFirst("^\\.?/*$", "").replaceFirst("/+$", "");
  }

  @Override
  public Optional<Slice> find(String path) {
    String at = plain(path);
    for (int i = 0; i < MAX_LINKS; i++) {
      @Nullable String target = links.get(at);
      if (target == null) {
        break;
      }
      at = target;
    }
    return Optional.ofNullable(files.get(at));
  }
}
