package org.wwj.template;

/** Where a rendering's text goes. One rendering, one thread. */
public interface Output {
  /** Takes the next piece of text. */
  void write(String text);

  /** Whether the rendering shall end here, as after Warewulf's {@code abort}. */
  default boolean stopped() {
    return false;
  }

  /** Told before a function answers that may answer otherwise the next time. */
  default void unrepeatable() {}
}
