package org.wwj.image.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The files of an image that lies on this server, by their paths in its folder or archive. */
interface Members {
  /** The file of that path, if there is one. */
  Optional<Slice> find(String path) throws IOException;

  /** A folder's. */
  record Folder(Path folder) implements Members {
    @Override
    public Optional<Slice> find(String path) throws IOException {
      Path file = folder.resolve(path).normalize();
      return file.startsWith(folder) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(new Slice(file, 0, Files.size(file)))
          : Optional.empty();
    }
  }
}
