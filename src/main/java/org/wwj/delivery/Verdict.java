package org.wwj.delivery;

import java.time.Duration;
import org.wwj.boot.Turn;

/** What is said to a node that asks for its image. */
sealed interface Verdict {
  /** It is its turn. The place is given back by {@link Admission#ended}. */
  record Go(Place place) implements Verdict {}

  /**
   * It is not.
   *
   * @param turn where it stands
   * @param again when it shall ask again, once it is sent away
   * @param fresh whether it does not know yet that it waits
   */
  record Wait(Turn.Waiting turn, Duration again, boolean fresh) implements Verdict {
    /** Whether its turn may come soon, so that it had better stay. */
    boolean near() {
      return again.equals(Admission.SHORT);
    }
  }
}
