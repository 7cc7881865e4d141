package org.wwj.overlay;

import java.nio.file.Path;
import java.util.List;
import org.wwj.archive.Entry;

/**
 * One file of a node, and who wrote it.
 *
 * @param kind of the overlays that it comes from
 * @param entry as the node gets it
 * @param sources who wrote it, and after that what was covered, the nearest first; none for a
 *     folder that is only there for what is in it
 */
public record TracedFile(Kind kind, Entry entry, List<Source> sources) {
  /**
   * A file of an overlay.
   *
   * @param layer by whose hand it is
   */
  public record Source(String overlay, Layer layer, Path file) {
    /** Whether it is a template. */
    public boolean isTemplate() {
      return file.toString().endsWith(".ww");
    }
  }
}
