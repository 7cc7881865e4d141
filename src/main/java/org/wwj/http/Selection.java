package org.wwj.http;

/** Which bytes of an artifact a request selects, after its conditions and its range. */
sealed interface Selection {
  /** All of it: 200. */
  record Whole() implements Selection {}

  /** Some of it: 206. */
  record Part(long first, long length) implements Selection {}

  /** None, since the client has it: 304. */
  record NotModified() implements Selection {}

  /** None, since the client expected something else: 412. */
  record PreconditionFailed() implements Selection {}

  /** None, since the range lies outside: 416. */
  record Unsatisfiable() implements Selection {}
}
