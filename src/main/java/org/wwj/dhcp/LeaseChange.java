package org.wwj.dhcp;

import java.net.Inet4Address;
import java.time.Instant;
import org.wwj.net.MacAddress;

/** What a decision changes in {@link DynamicAddresses}; reservations change nothing. */
sealed interface LeaseChange {
  LeaseChange NOTHING = new Nothing();

  /** No change. */
  record Nothing() implements LeaseChange {}

  /** The address belongs to that machine until then. */
  record Hold(MacAddress mac, Inet4Address address, Instant until) implements LeaseChange {}

  /** The machine gives its address back. */
  record Release(MacAddress mac, Inet4Address address) implements LeaseChange {}

  /** Somebody else uses the address: not to be offered until then. */
  record Avoid(Inet4Address address, Instant until) implements LeaseChange {}
}
