package org.wwj.boot;

import java.util.Optional;
import org.wwj.net.MacAddress;

/**
 * What a DHCP request says about the program behind it.
 *
 * @param mac hardware address (chaddr)
 * @param kind which program asks
 * @param arch its architecture, when it is firmware or iPXE and says one that wwj boots
 */
public record NetbootClient(MacAddress mac, Kind kind, Optional<Arch> arch) {
  /** Which program asks for an address. */
  public enum Kind {
    /** PXE firmware: option 60 begins with PXEClient, and it is not iPXE. */
    PXE,
    /** UEFI HTTP boot: option 60 begins with HTTPClient. */
    HTTP,
    /** iPXE: user class (option 77) says so. */
    IPXE,
    /** An operating system or anything else: gets an address and no boot file. */
    OTHER
  }
}
