package org.wwj.overlay;

import java.io.IOException;
import java.io.OutputStream;
import org.wwj.archive.CpioWriter;
import org.wwj.archive.TarWriter;

/**
 * A way of putting a node's overlays into one archive.
 *
 * @param format its name, by which packed archives are cached: {@code tar}, {@code newc}
 * @param keepsXattrs whether extended attributes, such as file capabilities, survive it
 * @param writer what writes the archive
 */
public record Packer(String format, boolean keepsXattrs, Writer writer) {
  /** Tar, as stage-1 and the client on a running node unpack it. */
  public static final Packer TAR =
      new Packer(
          "tar", true, (overlay, out) -> TarWriter.write(overlay.entries(), overlay.xattrs(), out));

  /** Newc, as the kernel and Warewulf's own client unpack it; it has no place for attributes. */
  public static final Packer CPIO =
      new Packer("newc", false, (overlay, out) -> CpioWriter.write(overlay.entries(), out));

  /** Writes an archive of the entries in their order and leaves the stream open. */
  @FunctionalInterface
  public interface Writer {
    /** Writes them all. */
    void write(RenderedOverlay overlay, OutputStream out) throws IOException;
  }
}
