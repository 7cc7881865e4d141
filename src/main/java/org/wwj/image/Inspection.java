package org.wwj.image;

import java.util.List;

/**
 * What an {@link Inspector} found of a generation.
 *
 * @param generation which
 * @param seal whose signature it carries
 * @param keyId the key that signed, empty when none did
 * @param damages what is not as it was built, empty for a sound generation
 * @param files how many files were looked at
 * @param chunks how many chunks were
 */
public record Inspection(
    Generation generation, Seal seal, String keyId, List<Damage> damages, int files, int chunks) {
  /** The damages cannot change later. */
  public Inspection {
    damages = List.copyOf(damages);
  }

  /**
   * What is wrong with one of its files.
   *
   * @param file its name in the generation's folder
   * @param what is wrong, to be read after the name
   */
  public record Damage(String file, String what) {
    @Override
    public String toString() {
      return file + " " + what;
    }
  }

  /** Whose signature a generation carries. */
  public enum Seal {
    /** The site's own, and it is right. */
    SITE,
    /** None: it was built before there were any. */
    NONE,
    /** Another key's, or the site has no key to check it with. */
    OTHER,
    /** The site's key, but not of this text. */
    WRONG
  }

  /** Whether a node that gets its files gets what was built. */
  public boolean sound() {
    return damages.isEmpty() && seal != Seal.WRONG;
  }

  /** Whether this site vouches for it. */
  public boolean trusted() {
    return sound() && seal == Seal.SITE;
  }

  /** What an admin does about it. */
  public String fix() {
    String build = "wwj image build --force " + generation.image();
    return sound()
        ? "build it again: " + build
        : "build it again ("
            + build
            + ") or go back (wwj image rollback "
            + generation.image()
            + ")";
  }
}
