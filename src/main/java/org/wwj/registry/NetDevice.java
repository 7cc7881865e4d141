package org.wwj.registry;

import java.net.Inet4Address;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

/**
 * One entry of {@code network devices:} after the merge.
 *
 * @param name its key, such as {@code default}
 * @param onboot the word as written; empty means yes
 * @param device interface name on the node, such as {@code eth0}; empty lets the node keep its own
 * @param hwaddr as written: Ethernet, or InfiniBand's 20 bytes
 * @param prefixlen6 as written
 * @param mtu as written
 */
public record NetDevice(
    String name,
    String type,
    String onboot,
    String device,
    String hwaddr,
    @Nullable Inet4Address ipaddr,
    @Nullable Inet4Address netmask,
    @Nullable Inet4Address gateway,
    String ipaddr6,
    String prefixlen6,
    String gateway6,
    String mtu,
    SortedMap<String, String> tags) {

  /** The Ethernet address, when it has one. */
  public Optional<MacAddress> mac() {
    return MacAddress.tryParse(hwaddr);
  }

  /** Address with its network, when both address and netmask are known. */
  public Optional<Prefix> prefix() {
    return ipaddr == null || netmask == null
        ? Optional.empty()
        : Optional.of(Prefix.of(ipaddr, netmask));
  }
}
