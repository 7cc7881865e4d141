package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wwj.archive.Digest;

/**
 * Generations that tests of other packages look at: as those built before there were signatures.
 */
public final class ImageFixture {
  private ImageFixture() {}

  /** Fills a folder with a tree that can be built, with this kernel and this much of no use. */
  public static void bootable(Path rootfs, byte[] kernel, byte[] more) {
    new Trees(rootfs)
        .bootable()
        .file("boot/vmlinuz-6.1.0-1-amd64", kernel)
        .file("usr/share/more", more);
  }

  /** A sound one with these bytes as its image; the folder is named by its generation. */
  public static void generation(Path folder, String image, String squashfs) throws IOException {
    Files.createDirectories(folder);
    int size = squashfs.length();
    Digest digest = Digest.of(squashfs);
    String manifest =
        """
        format wwj-manifest 1
        image %1$s
        generation %2$s
        kernel-version 6.1.0
        size %3$d
        tree-size 4096
        sha256 %4$s
        sha512 %5$s
        part %5$s 0 %3$d
        chunk %4$s 0 %3$d
        """
            .formatted(image, folder.getFileName(), size, digest, "0".repeat(128));
    Files.writeString(folder.resolve("manifest"), manifest);
    Files.writeString(folder.resolve("root.squashfs"), squashfs);
  }
}
