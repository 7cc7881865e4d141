package org.wwj.delivery;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests. Callers may be on an event loop: the answer is there at once when nothing has
 * to be waited for, else it comes from a thread that may block; never as an exception.
 */
@FunctionalInterface
public interface Source {
  /** What to send for the request, or why nothing is sent. */
  CompletionStage<Answer> answer(Request request);
}
