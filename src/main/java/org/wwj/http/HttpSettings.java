package org.wwj.http;

import java.time.Duration;

/**
 * Limits of the HTTP server.
 *
 * @param workers event loops that serve connections; one more only accepts
 * @param maxConnections TCP connections at a time; more are told 503
 * @param requestTimeout how long a connection may take to send a complete request
 * @param stallTimeout how long an answer may stand still before its connection is ended
 */
public record HttpSettings(
    int workers, int maxConnections, Duration requestTimeout, Duration stallTimeout) {
  public HttpSettings {
    if (workers < 1 || maxConnections < 1) {
      throw new IllegalArgumentException("workers and maxConnections are at least 1");
    }
  }

  /**
   * For a head node: a loop for each processor, some connections for each of thousands of nodes.
   */
  public static HttpSettings standard() {
    return new HttpSettings(
        Runtime.getRuntime().availableProcessors(),
        16_384,
        Duration.ofSeconds(30),
        Duration.ofSeconds(60));
  }
}
