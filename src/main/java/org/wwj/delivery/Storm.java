package org.wwj.delivery;

import java.time.Duration;

/**
 * How long it takes until many nodes that ask at once all have their image. A model of few lines:
 *
 * <pre>
 *   rate   = min(link, processor, nodes x client)       bytes per second that leave the server
 *   last   = nodes x bytes / rate
 *   mean   = last x (nodes + places) / (2 x nodes)      in turns: ends are spread evenly
 *   with m mirrors, that pass on what they have not got yet as it comes:
 *   last   = max(m x bytes / min(link, processor),
 *                (nodes / m) x bytes / min(mirror's link, nodes / m x client))
 * </pre>
 *
 * Links carry {@link #GOODPUT} of their speed. What firmware, kernel and system take comes on top,
 * and is the same for a node alone.
 *
 * @param nodes that ask, at least 1
 * @param bytes of an image
 * @param link of the server, bits per second / 8
 * @param client link of a node, likewise
 * @param processor bytes per second that the server's processors can send
 * @param places nodes that are sent their image at the same time
 * @param mirrors caches that send instead of the server, 0 for none
 * @param mirrorLink link of each of them
 */
public record Storm(
    long nodes,
    double bytes,
    double link,
    double client,
    double processor,
    int places,
    int mirrors,
    double mirrorLink) {
  /**
   * Part of an Ethernet link that carries an image: headers of TCP over IPv4 with an MTU of 1500.
   */
  public static final double GOODPUT = 0.94;

  /** Bytes that one processor sends in a second: 0.3 CPU seconds per GiB (docs/benchmarks.md). */
  public static final double PROCESSOR = (1L << 30) / 0.3;

  private static final double OVERLAP = 1.5;
  private static final int LEAST = 4;
  private static final int MOST = 512;

  /** What a storm is limited by. */
  public enum Limit {
    LINK,
    CLIENTS,
    PROCESSOR,
    MIRRORS
  }

  /** As many as fill a link one and a half times, since some are always beginning or ending. */
  static int places(double link, double client) {
    return (int) Math.clamp(Math.ceil(OVERLAP * link / client), LEAST, MOST);
  }

  /** A storm on a server that measures how many it serves at a time. */
  public static Storm of(long nodes, double bytes, double link, double client, int processors) {
    return new Storm(
        nodes, bytes, link, client, processors * PROCESSOR, places(link, client), 0, 0);
  }

  /** The same with so many served at a time. */
  public Storm inPlaces(int count) {
    return new Storm(nodes, bytes, link, client, processor, count, mirrors, mirrorLink);
  }

  /** The same with mirrors. */
  public Storm with(int caches, double linkOfEach) {
    return new Storm(nodes, bytes, link, client, processor, places, caches, linkOfEach);
  }

  /** Until the last node has its image. */
  public Duration last() {
    return span(seconds());
  }

  /** Until a node has its image, in the mean. */
  public Duration mean() {
    double group = mirrors == 0 ? nodes : Math.max(1, (double) nodes / mirrors);
    double served = Math.min(group, places);
    return span(seconds() * (group + served) / (2 * group));
  }

  /** What takes the longest. */
  public Limit limit() {
    if (mirrors > 0 && mirrorSeconds() > headSeconds()) {
      return nodesOfMirror() * client < mirrorLink ? Limit.CLIENTS : Limit.MIRRORS;
    }
    if (mirrors == 0 && nodes * client < Math.min(link, processor / GOODPUT)) {
      return Limit.CLIENTS;
    }
    return processor < link * GOODPUT ? Limit.PROCESSOR : Limit.LINK;
  }

  /** Bytes that leave the server. */
  public double sent() {
    return (mirrors == 0 ? nodes : Math.min(mirrors, nodes)) * bytes;
  }

  private double seconds() {
    return mirrors == 0 ? headSeconds() : Math.max(headSeconds(), mirrorSeconds());
  }

  private double headSeconds() {
    double clients = mirrors == 0 ? nodes * client * GOODPUT : Double.MAX_VALUE;
    return sent() / Math.min(Math.min(link * GOODPUT, processor), clients);
  }

  private double mirrorSeconds() {
    return nodesOfMirror() * bytes / (GOODPUT * Math.min(mirrorLink, nodesOfMirror() * client));
  }

  private double nodesOfMirror() {
    return Math.max(1, (double) nodes / mirrors);
  }

  private static Duration span(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
