package org.wwj.delivery;

import org.wwj.boot.Phase;
import org.wwj.boot.Timeline;
import org.wwj.net.MacAddress;

/** Writes one transfer's progress into the machine's timeline. */
record Progress(Timeline timeline, MacAddress mac, Phase phase, String what)
    implements Transfer.Listener {

  /** Marks that the machine began to fetch, and follows the bytes. */
  static Progress start(Timeline timeline, MacAddress mac, Phase phase, String what) {
    timeline.reached(mac, phase, what);
    return new Progress(timeline, mac, phase, what);
  }

  @Override
  public void sent(long bytes) {
    timeline.sent(mac, bytes);
  }

  @Override
  public void ended(Transfer.End end) {
    if (end == Transfer.End.TIMED_OUT) {
      timeline.stopped(mac, phase, what + " stopped: the machine went silent");
    }
  }
}
