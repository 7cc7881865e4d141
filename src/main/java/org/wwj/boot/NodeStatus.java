package org.wwj.boot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;

/**
 * Where one machine stands, as {@code wwj node status} shows it.
 *
 * @param name the node's name; the MAC for a machine that nobody defined
 * @param mac the address it was last seen with
 * @param phase how far it came
 * @param since when it reached that
 * @param address its IP address, empty when unknown
 * @param bytes delivered to it in this boot, by the server and, as it says itself, by mirrors
 * @param total bytes this boot will take, 0 when unknown
 * @param reason one sentence for a failure or an oddity, else empty
 * @param turn where it stands with its image, null when it neither waits nor fetches one
 */
public record NodeStatus(
    String name,
    MacAddress mac,
    Phase phase,
    Instant since,
    String address,
    long bytes,
    long total,
    String reason,
    @Nullable Turn turn) {

  /** One that neither waits for its image nor is sent it. */
  public NodeStatus(
      String name,
      MacAddress mac,
      Phase phase,
      Instant since,
      String address,
      long bytes,
      long total,
      String reason) {
    this(name, mac, phase, since, address, bytes, total, reason, null);
  }

  /** The same with something to say about it, when there is nothing yet. */
  public NodeStatus because(String sentence) {
    return reason.isEmpty()
        ? new NodeStatus(name, mac, phase, since, address, bytes, total, sentence, turn)
        : this;
  }

  /** The same with where it stands; one that waits says so. */
  public NodeStatus in(Turn place) {
    String words = place instanceof Turn.Waiting waiting ? waiting.sentence() : reason;
    return new NodeStatus(name, mac, phase, since, address, bytes, total, words, place);
  }

  /** The same at that address. */
  NodeStatus at(String reserved) {
    return new NodeStatus(name, mac, phase, since, reserved, bytes, total, reason, turn);
  }
}
