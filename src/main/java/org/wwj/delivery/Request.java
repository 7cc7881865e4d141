package org.wwj.delivery;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Somebody asks for something, whatever the protocol.
 *
 * @param protocol how it was asked
 * @param path the name asked for: an HTTP path with single slashes, decoded, starting with a slash;
 *     or a TFTP file name, normalised (firmware.md Q11) and without a leading slash
 * @param query decoded query parameters, the first of each name
 * @param part how much of it is asked for
 * @param from the first byte that is asked for, 0 where that is the beginning
 * @param peer who asks
 */
public record Request(
    Protocol protocol,
    String path,
    Map<String, String> query,
    Part part,
    long from,
    InetSocketAddress peer) {
  /** A request for the whole. */
  public Request(
      Protocol protocol, String path, Map<String, String> query, InetSocketAddress peer) {
    this(protocol, path, query, Part.WHOLE, 0, peer);
  }

  /** How much of a thing is asked for. */
  public enum Part {
    /** Only what it is. */
    HEAD,
    /** All of it, or what it begins with. */
    WHOLE,
    /** A piece of what comes later: the asker has the beginning. */
    PIECE,
    /** All that comes later. */
    REST
  }

  /** How a request came in. */
  public enum Protocol {
    TFTP,
    HTTP,
    /** HTTP over the server's own socket on this host, which only its admin can open. */
    LOCAL
  }
}
