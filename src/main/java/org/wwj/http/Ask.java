package org.wwj.http;

import org.wwj.delivery.Request;

/** One complete request of a connection, in the order it came. */
sealed interface Ask {
  /** Whether only the head of the answer is wanted. */
  boolean head();

  /** What becomes of the connection. */
  Persistence persistence();

  /** A request the core is asked about. */
  record Want(boolean head, Request request, Conditions conditions, Persistence persistence)
      implements Ask {}

  /** A request that breaks a rule of HTTP or a limit of ours. */
  record Reject(boolean head, int status, String message, Persistence persistence) implements Ask {}

  /** What becomes of a connection after the answer, RFC 9112 §9.3. */
  enum Persistence {
    KEEP,
    /** The client speaks HTTP/1.0 and must be told. */
    KEEP_AND_SAY,
    CLOSE
  }
}
