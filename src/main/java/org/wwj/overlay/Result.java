package org.wwj.overlay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wwj.template.GoString;

/**
 * What one template wrote, or why it could not.
 *
 * @param looked what of the nodes it looked at
 * @param reads the files that it looked at
 * @param secret whether it saw something that not everybody may read
 * @param pieces its outputs
 * @param error what is wrong with it, or null
 */
record Result(
    Looked looked, Reads reads, boolean secret, List<Piece> pieces, @Nullable String error) {
  private static final int OVERHEAD_BYTES = 300;

  /**
   * One output.
   *
   * @param target where it leads, when it is a link
   * @param backup whether what it covers is kept
   */
  record Piece(String path, @Nullable String target, boolean backup, Content content) {
    static Piece of(Slots.Slot slot) {
      return new Piece(
          slot.path(),
          slot.target(),
          slot.backup(),
          Content.of(GoString.encode(slot.target() == null ? slot.text() : "")));
    }
  }

  /** Memory it takes, about. */
  long weight() {
    long bytes = OVERHEAD_BYTES;
    for (Piece piece : pieces) {
      bytes += OVERHEAD_BYTES + piece.content().bytes().length;
    }
    return bytes;
  }
}
