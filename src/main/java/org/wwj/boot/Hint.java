package org.wwj.boot;

import java.time.Duration;

/**
 * Why a machine that went silent most likely did so: one sentence with the next thing to look at.
 */
final class Hint {
  /** Firmware retries after 4, 8, 16 and 32 s; a machine silent for longer has given up. */
  private static final Duration FIRMWARE_PATIENCE = Duration.ofSeconds(64);

  private static final Duration STAGE_PATIENCE = Duration.ofSeconds(120);

  private Hint() {}

  /** For a machine silent for so long; {@code mirror} is what it fetched its image from, if any. */
  static String of(Phase phase, Duration silent, String mirror) {
    if (silent.compareTo(phase.compareTo(Phase.SCRIPT) < 0 ? FIRMWARE_PATIENCE : STAGE_PATIENCE)
        < 0) {
      return "";
    }
    return switch (phase) {
      case DISCOVER ->
          "asked for an address and took none: another DHCP server, or no address free for it";
      case OFFER ->
          "was offered an address and never fetched its loader: firmware that refuses plain HTTP boot, Secure Boot, or a"
              + " firewall before TFTP (UDP 69)";
      case LOADER ->
          "fetched its loader and went silent: Secure Boot refuses unsigned loaders, or the loader has no"
              + " driver for this network card";
      case SCRIPT -> "fetched its script and went silent: see the machine's console";
      case KERNEL ->
          "fetched kernel and stage-1 and went silent: too little RAM, a missing network driver in the"
              + " image, or a kernel that stops early; see the machine's console";
      case IMAGE ->
          !mirror.isEmpty()
              ? "fetched its image from mirror %s and went silent: too little RAM, or the network broke; see the machine's console and that mirror"
                  .formatted(mirror)
              : "stopped fetching its image: too little RAM, or the network broke; see the machine's console";
      case INIT ->
          "handed over to the image's init and never reported ready: see the machine's console";
      case READY, FAILED -> "";
    };
  }
}
