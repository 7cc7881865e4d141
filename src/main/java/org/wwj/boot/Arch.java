package org.wwj.boot;

import java.util.Optional;

/**
 * Client architectures of DHCP option 93 that wwj boots. Firmware swaps 7 and 9 against the text of
 * RFC 4578, so both are x86-64 UEFI (firmware.md 2.2).
 */
public enum Arch {
  BIOS(false),
  X64_UEFI(false),
  ARM64_UEFI(false),
  X64_HTTP(true),
  ARM64_HTTP(true);

  private final boolean httpBoot;

  Arch(boolean httpBoot) {
    this.httpBoot = httpBoot;
  }

  /** The architecture for a code of option 93, empty for one that has no loader here. */
  public static Optional<Arch> of(int code) {
    return switch (code) {
      case 0 -> Optional.of(BIOS);
      case 7, 9 -> Optional.of(X64_UEFI);
      case 11 -> Optional.of(ARM64_UEFI);
      case 16 -> Optional.of(X64_HTTP);
      case 19 -> Optional.of(ARM64_HTTP);
      default -> Optional.empty();
    };
  }

  /** Whether the firmware fetches its loader by HTTP. */
  public boolean httpBoot() {
    return httpBoot;
  }

  /** The key of this architecture in {@code tftp: ipxe:}, such as 7. */
  public int loaderKey() {
    return switch (this) {
      case BIOS -> 0;
      case X64_UEFI, X64_HTTP -> 7;
      case ARM64_UEFI, ARM64_HTTP -> 11;
    };
  }
}
