package org.wwj.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the interface with an address says of its speed: {@code /sys/class/net/NAME/speed}. */
public final class LinkSpeed {
  private LinkSpeed() {}

  /**
   * The speed of the interface with that address; empty where there is none, and where it does not
   * know its speed, as virtual ones do not.
   */
  public static Optional<BitRate> of(InetAddress address) {
    try {
      NetworkInterface device = NetworkInterface.getByInetAddress(address);
      return device == null
          ? Optional.empty()
          : read(Path.of("/sys/class/net", device.getName(), "speed"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads Mbit/s from such a file. Reading fails on a link that is down, and -1 is unknown. */
  static Optional<BitRate> read(Path file) {
    try {
      long megabits = Long.parseLong(Files.readString(file).strip());
      return megabits > 0 ? Optional.of(BitRate.ofMegabits(megabits)) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
