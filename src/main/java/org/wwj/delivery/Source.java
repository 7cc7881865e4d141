package org.wwj.delivery;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests. Callers may be on an event loop: the answer comes later, from another thread,
 * and never as an exception.
 */
@FunctionalInterface
public interface Source {
  /** What to send for the request, or why nothing is sent. */
  CompletionStage<Answer> answer(Request request);
}
