package org.wwj.tftp;

import org.wwj.delivery.Transfer;

/** What a {@link Sender} wants done after an event. */
sealed interface Action {

  /** Send these blocks, counted from 1 without roll-over, both ends included. */
  record SendBlocks(int first, int last) implements Action {}

  /** Send the OACK. */
  record SendOptionAck() implements Action {}

  /** Send nothing and wait for the next event. */
  record Wait() implements Action {}

  /** The transfer is over; nothing more is to be sent. */
  record Stop(Transfer.End end) implements Action {}

  /** There is but one way to wait. */
  Wait WAIT = new Wait();
}
