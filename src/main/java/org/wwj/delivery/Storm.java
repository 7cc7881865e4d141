package org.wwj.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long it takes until many nodes that ask at once all have their image. A model of few lines:
 *
 * <pre>
 *   sent   = nodes x small + direct x image + a copy for each mirror
 *   server = sent / min(link, processor)
 *   turns  = (direct - held) x image / ((places - held) x client)
 *            what waits for its turn is sent to few at a time; who is held to a pace has a place for
 *            long, and where more are held than there are places they wait for each other:
 *            ((direct - held) x image / client + all that is held, at its pace) / places
 *   mirror = its nodes x their image / its link          passes on what it has not got yet as it comes
 *   node   = (small + image) / client
 *   pace   = (small + image) / its pace           for each node that is held to one
 *   last   = the longest of these
 *   mean   of those the server sends it = last x (direct + places) / (2 x direct)
 *            in turns: ends are spread evenly
 *          of those behind a mirror = when its last has it, since it serves all at once;
 *            the server's copy for it waits for no turn
 *          of those that are held to a pace = what that takes
 * </pre>
 *
 * Links carry {@link #GOODPUT} of their speed. What firmware, kernel and system take comes on top,
 * and is the same for a node alone.
 *
 * @param nodes that ask, at least 1
 * @param small bytes that the server sends each of them in any case
 * @param direct how many of them the server sends their image
 * @param image bytes of those images, in the mean
 * @param link of the server, bits per second / 8
 * @param client link of a node, likewise
 * @param processor bytes per second that the server's processors can send
 * @param places nodes that are sent their image at the same time
 * @param racks the others, by the mirror that sends them their image
 * @param held those among the {@code direct} that get it at a pace
 */
public record Storm(
    long nodes,
    double small,
    double direct,
    double image,
    double link,
    double client,
    double processor,
    int places,
    List<Rack> racks,
    Held held) {
  /**
   * Part of an Ethernet link that carries an image: headers of TCP over IPv4 with an MTU of 1500.
   */
  public static final double GOODPUT = 0.94;

  /** Bytes that one processor sends in a second: 0.2 CPU seconds per GiB (docs/benchmarks.md). */
  public static final double PROCESSOR = (1L << 30) / 0.2;

  private static final double OVERLAP = 1.5;
  private static final int LEAST = 4;
  private static final int MOST = 512;

  /** What is longer by less than this part is as long: sums of fractions differ in their ends. */
  private static final double TIE = 1 + 1e-9;

  public Storm {
    racks = List.copyOf(racks);
  }

  /** What a storm is limited by. */
  public enum Limit {
    LINK,
    CLIENTS,
    PLACES,
    PROCESSOR,
    MIRRORS,
    PACE
  }

  /**
   * Nodes that are sent no more in a second than they bear.
   *
   * @param nodes how many
   * @param seconds that what they are sent takes at that, all of them together
   * @param longest seconds that the slowest of them takes
   */
  public record Held(double nodes, double seconds, double longest) {
    /** None. */
    public static final Held NONE = new Held(0, 0, 0);
  }

  /**
   * Nodes that a mirror sends their image.
   *
   * @param mirror its URL, empty for one that does not exist yet
   * @param nodes how many
   * @param image bytes of their images, in the mean
   * @param copy bytes that the mirror fetches of the server: each image once
   * @param link of the mirror, bits per second / 8
   * @param assumed whether nobody said how fast that is
   */
  public record Rack(
      String mirror, double nodes, double image, double copy, double link, boolean assumed) {
    /** Bytes that the mirror sends. */
    public double sent() {
      return nodes * image;
    }

    /** How long its link takes for them. */
    public Duration takes() {
      return span(seconds());
    }

    private double seconds() {
      return sent() / (link * GOODPUT);
    }
  }

  /** As many as fill a link one and a half times, since some are always beginning or ending. */
  static int places(double link, double client) {
    return (int) Math.clamp(Math.ceil(OVERLAP * link / client), LEAST, MOST);
  }

  /** A storm on a server that measures how many it serves at a time. */
  public static Storm of(long nodes, double image, double link, double client, int processors) {
    return new Storm(
        nodes,
        0,
        nodes,
        image,
        link,
        client,
        processors * PROCESSOR,
        places(link, client),
        List.of(),
        Held.NONE);
  }

  /** The same where the server sends each node so many bytes more, whoever sends the image. */
  public Storm besides(double bytes) {
    return new Storm(nodes, bytes, direct, image, link, client, processor, places, racks, held);
  }

  /** The same with so many served at a time. */
  public Storm inPlaces(int count) {
    return new Storm(nodes, small, direct, image, link, client, processor, count, racks, held);
  }

  /** The same with mirrors for some of the nodes. */
  public Storm with(double sentByServer, double imageOfThose, List<Rack> behindMirrors) {
    return new Storm(
        nodes,
        small,
        sentByServer,
        imageOfThose,
        link,
        client,
        processor,
        places,
        behindMirrors,
        held);
  }

  /** The same with some of those that the server sends their image held to a pace. */
  public Storm with(Held some) {
    return new Storm(nodes, small, direct, image, link, client, processor, places, racks, some);
  }

  /**
   * The same with so many mirrors, of which each serves as many of the nodes that are held to no
   * pace.
   */
  public Storm with(int mirrors, double linkOfEach, boolean assumed) {
    double others = nodes - held.nodes;
    int used = (int) Math.min(mirrors, Math.ceil(others));
    if (used == 0) {
      return this;
    }
    Rack rack = new Rack("", others / used, image, image, linkOfEach, assumed);
    return with(held.nodes, image, Collections.nCopies(used, rack));
  }

  /** Until the last node has its image. */
  public Duration last() {
    return span(Math.max(unheldSeconds(), held.longest));
  }

  private double unheldSeconds() {
    return Math.max(Math.max(directSeconds(), mirrorSeconds()), nodeSeconds());
  }

  /** Until a node has its image, in the mean. */
  public Duration mean() {
    double sum = 0;
    if (direct > 0) {
      double served = Math.min(direct, places);
      double one = Math.max(directSeconds(), aloneSeconds(image)) * (direct + served) / 2 / direct;
      sum += one * (direct - held.nodes) + Math.max(one * held.nodes, held.seconds);
    }
    double copied = (nodes * small + copies()) / serverRate();
    for (Rack rack : racks) {
      double alone = Math.max(rack.seconds(), aloneSeconds(rack.image));
      sum += Math.max(copied, alone) * rack.nodes;
    }
    return span(sum / nodes);
  }

  /** What takes the longest. */
  public Limit limit() {
    if (held.longest > unheldSeconds()) {
      return Limit.PACE;
    }
    double senders = Math.max(serverSeconds(), mirrorSeconds()) * TIE;
    if (nodeSeconds() > senders && nodeSeconds() * TIE > turnSeconds()) {
      return Limit.CLIENTS;
    }
    if (turnSeconds() > senders) {
      return Limit.PLACES;
    }
    if (mirrorSeconds() > serverSeconds() * TIE) {
      return Limit.MIRRORS;
    }
    return processor < link * GOODPUT ? Limit.PROCESSOR : Limit.LINK;
  }

  /** The mirror that takes the longest. */
  public Optional<Rack> slowest() {
    return racks.stream().max(Comparator.comparingDouble(Rack::seconds));
  }

  /** Bytes that a node is sent, in the mean. */
  public double bytes() {
    return small + (direct * image + racks.stream().mapToDouble(Rack::sent).sum()) / nodes;
  }

  /** Bytes that leave the server. */
  public double sent() {
    return nodes * small + direct * image + copies();
  }

  private double copies() {
    return racks.stream().mapToDouble(Rack::copy).sum();
  }

  private double serverRate() {
    return Math.min(link * GOODPUT, processor);
  }

  private double serverSeconds() {
    return sent() / serverRate();
  }

  /** Those that are sent their image at the same time take no more than they can. */
  private double turnSeconds() {
    double unheld = (direct - held.nodes) * image / (client * GOODPUT);
    return held.nodes < places ? unheld / (places - held.nodes) : (unheld + held.seconds) / places;
  }

  /** Until the last of those that the server sends their image has it. */
  private double directSeconds() {
    return Math.max(serverSeconds(), turnSeconds());
  }

  private double mirrorSeconds() {
    return slowest().map(Rack::seconds).orElse(0.0);
  }

  private double nodeSeconds() {
    double most = racks.stream().mapToDouble(Rack::image).max().orElse(0);
    return aloneSeconds(direct > 0 ? Math.max(image, most) : most);
  }

  /** How long the link of a node takes for it. */
  private double aloneSeconds(double bytesOfImage) {
    return (small + bytesOfImage) / (client * GOODPUT);
  }

  private static Duration span(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
