package org.wwj.overlay;

import java.util.List;
import java.util.Locale;
import org.wwj.registry.Node;

/** Which of a node's two sets of overlays. */
public enum Kind {
  /** Laid over the image during boot. */
  SYSTEM,
  /** Laid over it then, and refreshed while the node runs. */
  RUNTIME;

  /** The overlays of that kind, lowest first. */
  public List<String> of(Node node) {
    return this == SYSTEM ? node.systemOverlays() : node.runtimeOverlays();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
