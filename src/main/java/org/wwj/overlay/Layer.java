package org.wwj.overlay;

import java.util.Locale;

/** By whose hand a file of an overlay is, from the lowest. */
public enum Layer {
  /** A distribution's of Warewulf, taken over. */
  FOREIGN,
  /** It ships with wwj. */
  SHIPPED,
  /** The site's own. */
  SITE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
