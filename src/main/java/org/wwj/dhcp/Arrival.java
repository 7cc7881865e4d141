package org.wwj.dhcp;

import java.net.Inet4Address;

/**
 * How a packet came in.
 *
 * @param server the address this server answers with
 * @param proxy whether it came to the proxyDHCP port 4011
 * @param source its sender's address, 0.0.0.0 for a client without one
 * @param sourcePort its sender's port
 */
record Arrival(Inet4Address server, boolean proxy, Inet4Address source, int sourcePort) {}
