package org.wwj.image.layer;

/** Someone who watches layers being unpacked. */
@FunctionalInterface
public interface Progress {
  /** Nobody. */
  Progress SILENT = (layer, bytes) -> {};

  /**
   * Called a few times a second at most, from a thread of the unpacking, and once at the end.
   *
   * @param bytes how many of the layer's source have been read by now
   */
  void read(Layer layer, long bytes);
}
