package org.wwj.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One archive to be unpacked: plain, gzip or zstd, as its first bytes tell.
 *
 * @param name what errors call it, such as its digest or path
 * @param source where its bytes come from
 * @param diffId {@code sha256:} and the digest of the archive without its compression; empty when
 *     nobody has told it, and then it is not checked
 * @param size bytes that the source has, for progress; negative when unknown
 */
public record Layer(String name, Source source, String diffId, long size) {
  /** Something that can be read from its start. */
  @FunctionalInterface
  public interface Source {
    /** A stream that the caller closes. */
    InputStream open() throws IOException;
  }

  /** A layer in a file of its own. */
  public static Layer of(Path blob, String diffId) throws IOException {
    return new Layer(blob.toString(), () -> Files.newInputStream(blob), diffId, Files.size(blob));
  }
}
