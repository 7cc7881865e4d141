package org.wwj.delivery;

/** The life of one transfer, as its protocol reports it to the core. */
public final class Transfer {
  private Transfer() {}

  /** How a transfer ended. */
  public enum End {
    /** Every byte asked for left this host, and by TFTP was acknowledged. */
    COMPLETE,
    /** The client closed or cancelled. */
    ABORTED,
    /** The client went silent. */
    TIMED_OUT
  }

  /** Told of a transfer's progress. Called on event loops: must not block. */
  public interface Listener {
    /** For answers nobody counts. */
    Listener NONE =
        new Listener() {
          @Override
          public void sent(long bytes) {}

          @Override
          public void ended(End end) {}
        };

    /** So many more bytes left. */
    void sent(long bytes);

    /** The transfer is over; called exactly once, also for a HEAD or an empty body. */
    void ended(End end);
  }
}
