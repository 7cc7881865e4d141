package org.wwj.boot;

import java.time.Instant;
import org.wwj.net.MacAddress;

/**
 * Where one machine stands, as {@code wwj node status} shows it.
 *
 * @param name the node's name; the MAC for a machine that nobody defined
 * @param mac the address it was last seen with
 * @param phase how far it came
 * @param since when it reached that
 * @param address its IP address, empty when unknown
 * @param bytes delivered to it in this boot
 * @param total bytes this boot will take, 0 when unknown
 * @param reason one sentence for a failure or an oddity, else empty
 */
public record NodeStatus(
    String name,
    MacAddress mac,
    Phase phase,
    Instant since,
    String address,
    long bytes,
    long total,
    String reason) {

  /** The same with something to say about it, when there is nothing yet. */
  public NodeStatus because(String sentence) {
    return reason.isEmpty()
        ? new NodeStatus(name, mac, phase, since, address, bytes, total, sentence)
        : this;
  }

  /** The same at that address. */
  NodeStatus at(String reserved) {
    return new NodeStatus(name, mac, phase, since, reserved, bytes, total, reason);
  }
}
