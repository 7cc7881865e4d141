package org.wwj.image.layer;

import java.util.List;

/**
 * What an import has written.
 *
 * @param members entries of the archives
 * @param bytes of content written
 * @param notes what was left out on purpose, a sentence each, for the admin to read
 */
public record Unpacked(long members, long bytes, List<String> notes) {
  /** Keeps a copy of the notes. */
  public Unpacked {
    notes = List.copyOf(notes);
  }
}
