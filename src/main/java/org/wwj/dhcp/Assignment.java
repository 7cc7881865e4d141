package org.wwj.dhcp;

import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;

/** Which address a machine is to have on the link it asks from. */
sealed interface Assignment {
  /**
   * An address.
   *
   * @param address with its network
   * @param node the node's name, empty for a machine nobody defined
   * @param gateway router on that network, or null
   * @param mtu 0 for none
   * @param dynamic whether it came from the site's range
   * @param warning what an admin should correct although the machine has an address, or empty
   */
  record Granted(
      Prefix address,
      String node,
      @Nullable Inet4Address gateway,
      int mtu,
      boolean dynamic,
      String warning)
      implements Assignment {
    /** The same for another address of that network. */
    Granted at(Inet4Address other) {
      return new Granted(new Prefix(other, address.length()), node, gateway, mtu, dynamic, warning);
    }
  }

  /**
   * None.
   *
   * @param reason why, for the log
   * @param known whether we know this machine or its network, so that a wrong address of its own
   *     may be refused with a NAK
   * @param forAdmin whether somebody should look into it
   */
  record None(String reason, boolean known, boolean forAdmin) implements Assignment {}
}
