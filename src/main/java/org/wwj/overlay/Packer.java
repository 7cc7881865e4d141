package org.wwj.overlay;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.wwj.archive.Entry;
import org.wwj.archive.TarWriter;

/**
 * A way of putting entries into one archive.
 *
 * @param format its name, by which packed archives are cached: {@code tar}, {@code newc}
 * @param writer what writes the archive
 */
public record Packer(String format, Writer writer) {
  /** Tar, as the client on a running node unpacks it. */
  public static final Packer TAR = new Packer("tar", TarWriter::write);

  /** Writes an archive of the entries in their order and leaves the stream open. */
  @FunctionalInterface
  public interface Writer {
    /** Writes them all. */
    void write(List<Entry> entries, OutputStream out) throws IOException;
  }
}
