package org.wwj.boot;

/**
 * Which generation a node runs, and which it gets when it boots again; both as {@code NAME@ID}.
 *
 * @param node the node's name
 * @param image what it runs or is booting, empty when unknown
 * @param next what its next boot gets, empty when it gets none
 */
public record Running(String node, String image, String next) {
  /** Whether it runs another one than it would boot. */
  public boolean behind() {
    return !image.isEmpty() && !next.isEmpty() && !image.equals(next);
  }

  /** One sentence for who is behind, else empty. */
  public String sentence() {
    return behind() ? "runs " + image + "; gets " + next + " when it boots again" : "";
  }
}
