package org.wwj.boot;

/**
 * What the server sends of images.
 *
 * @param bytesPerSecond lately, to all nodes together
 * @param moving nodes that are being sent their image
 * @param waiting nodes that wait for their turn
 * @param places how many it sends at the same time
 * @param link what its link carries in bytes per second, 0 when unknown
 */
public record Traffic(long bytesPerSecond, int moving, int waiting, int places, long link) {
  /** Nothing. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
}
