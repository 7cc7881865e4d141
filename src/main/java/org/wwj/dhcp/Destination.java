package org.wwj.dhcp;

import java.net.Inet4Address;
import org.wwj.net.MacAddress;

/** Where a reply goes (RFC 2131 §4.1). */
sealed interface Destination {
  /** To the relay, on the server port. */
  record Relay(Inet4Address giaddr) implements Destination {}

  /** To a client that has its address, on the client port. */
  record Client(Inet4Address address) implements Destination {}

  /** To the very port a proxyDHCP request came from. */
  record Sender(Inet4Address address, int port) implements Destination {}

  /** To a client that does not yet answer ARP for the address it gets. */
  record Hardware(MacAddress mac, Inet4Address address) implements Destination {}

  /** To all on the link. */
  record Broadcast() implements Destination {}
}
