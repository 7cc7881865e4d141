package org.wwj.dhcp;

import org.wwj.boot.NetbootClient;

/** What is done about a packet. */
sealed interface Decision {
  /** What it changes in the dynamic addresses. */
  LeaseChange change();

  /**
   * An answer.
   *
   * @param packet what to send
   * @param limit the most octets of UDP payload the client takes
   * @param to where it goes
   * @param client who asked
   * @param node its node's name, empty for a machine nobody defined
   * @param warning what an admin should correct, or empty
   * @param change what it changes in the dynamic addresses
   */
  record Reply(
      DhcpPacket packet,
      int limit,
      Destination to,
      NetbootClient client,
      String node,
      String warning,
      LeaseChange change)
      implements Decision {}

  /**
   * No answer.
   *
   * @param reason why, for the log
   * @param forAdmin whether somebody should look into it, rather than that the packet is none of
   *     our business
   * @param change what it changes in the dynamic addresses
   */
  record Silence(String reason, boolean forAdmin, LeaseChange change) implements Decision {
    /** A packet that is none of our business. */
    static Silence because(String reason) {
      return new Silence(reason, false, LeaseChange.NOTHING);
    }

    /** A packet that shows something the admin should look into. */
    static Silence forAdmin(String reason) {
      return new Silence(reason, true, LeaseChange.NOTHING);
    }
  }
}
