package org.wwj.tftp;

import java.time.Duration;

/**
 * How the TFTP server behaves.
 *
 * @param singlePort whether every packet leaves from the server's own port, which passes firewalls
 *     and address translation; otherwise each transfer has a port of its own, as RFC 1350 §4 says
 * @param blockSizes whether the blksize option is granted at all; off for clients that ask for it
 *     and then mishandle it
 * @param maxBlockSize largest block size granted in bytes: path MTU less 32 for the IPv4, UDP and
 *     DATA headers, so that no packet is fragmented
 * @param maxWindow largest window size granted in blocks, RFC 7440
 * @param maxTransfers transfers at a time; who comes later is told to come back
 * @param maxFileBytes largest file that is served
 * @param cacheBytes memory for files on their way and kept for the next client
 * @param giveUp silence after which a client is taken for dead
 */
public record TftpSettings(
    boolean singlePort,
    boolean blockSizes,
    int maxBlockSize,
    int maxWindow,
    int maxTransfers,
    long maxFileBytes,
    long cacheBytes,
    Duration giveUp) {
  private static final int MIB = 1 << 20;

  public TftpSettings {
    require(maxBlockSize >= 512 && maxBlockSize <= 65464, "maxBlockSize", "512 to 65464");
    require(maxWindow >= 1 && maxWindow <= 64, "maxWindow", "1 to 64");
    require(maxTransfers >= 1, "maxTransfers", "at least 1");
    require(maxFileBytes >= 0 && maxFileBytes <= 512L * MIB, "maxFileBytes", "at most 512 MiB");
    require(cacheBytes >= 0, "cacheBytes", "at least 0");
    require(giveUp.isPositive(), "giveUp", "longer than nothing");
  }

  /**
   * For Ethernet with an MTU of 1500. Gives up after 30 s, because EDK II asks six times 4 s apart.
   */
  public static TftpSettings defaults() {
    return new TftpSettings(
        true, true, 1468, 64, 4096, 64L * MIB, 96L * MIB, Duration.ofSeconds(30));
  }

  /**
   * Transfers that one address may have at a time: a machine loads a file or two, and one that asks
   * for ever and takes nothing must not keep all others from theirs.
   */
  int maxOfOneAddress() {
    return Math.max(16, maxTransfers / 4);
  }

  private static void require(boolean holds, String name, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + allowed);
    }
  }
}
