package org.wwj.image.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much an import may take, for archives that would fill the disk.
 *
 * @param bytes of content in all files together
 * @param members entries in all archives together
 * @param ratio bytes of an archive for each byte of its compressed form, beyond the first 64 MiB
 */
public record Limits(long bytes, long members, long ratio) {
  private static final long MEMBERS = 10_000_000;

  /** What deflate can reach at most is 1032, so that no honest gzip is refused. */
  private static final long RATIO = 1_100;

  /** All that is free on the disk of that folder but a twentieth. */
  public static Limits of(Path tree) throws IOException {
    long free = Files.getFileStore(tree).getUsableSpace();
    return new Limits(free - free / 20, MEMBERS, RATIO);
  }
}
