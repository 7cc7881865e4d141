package org.wwj.image.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.ImportProgress;
import org.wwj.image.Origin;
import org.wwj.image.RootfsArchive;

/**
 * A tar archive of a container image, of docker's or OCI's kind, compressed as a whole or not.
 *
 * @param source what the admin wrote
 * @param wanted which of its images; empty for the only one
 */
record ContainerArchive(String source, Path archive, String wanted, Access access)
    implements ImageSource {
  @Override
  public String imageName() {
    return String.valueOf(archive.getFileName());
  }

  /** Whether a file is one. */
  static boolean is(Path archive) throws IOException {
    try (InputStream in = RootfsArchive.open(archive)) {
      return TarMembers.hold(in);
    }
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    progress.step("reading " + archive);
    TarMembers members = TarMembers.of(plain(scratch));
    // Docker of today writes both; the layout's index has the digest by which registries know it.
    if (members.find(LayoutSource.INDEX).isPresent()) {
      return new LayoutSource(source, imageName(), members, wanted, access)
          .fill(tree, scratch, progress);
    }
    if (members.find(DockerArchive.MANIFEST).isPresent()) {
      return new DockerArchive(source, archive, members, wanted, access)
          .fill(tree, scratch, progress);
    }
    if (members.find("repositories").isPresent()) {
      throw new ImageException(
          archive + " was written by a Docker older than 1.10; save the image with one of today");
    }
    return new RootfsArchive(source, archive).fill(tree, scratch, progress);
  }

  /** Its layers are read where they lie, for which the whole must not be compressed. */
  private Path plain(Path scratch) throws IOException {
    try (InputStream in = RootfsArchive.open(archive)) {
      if (!RootfsArchive.compressed(archive)) {
        return archive;
      }
      Path plain = scratch.resolve("archive.tar");
      Files.copy(in, plain);
      return plain;
    }
  }
}
