package org.wwj.bench;

import java.time.Duration;
import java.util.List;
import org.wwj.testnet.Vm.Firmware;

/** The least RAM with which a machine becomes ready, by root method, BIOS. */
final class RamBench {
  private static final int STEP_MIB = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Boots boots;
  private final List<Peer> peers;

  RamBench(Boots boots, List<Peer> peers) {
    this.boots = boots;
    this.peers = peers;
  }

  /** Searches for each peer and method and adds the table. */
  void run(Report report) {
    report.text(
        "Steps of %d MiB, one boot a size, BIOS; a boot that is not ready in %d s counts as failed."
            .formatted(STEP_MIB, PATIENCE.toSeconds()));
    report.head("server", "root method", "least MiB", "fails at", "how it fails", "ready there, s");
    for (Peer peer : peers) {
      for (String root : peer.roots()) {
        peer.use(root);
        search(report, peer, root);
      }
    }
  }

  private void search(Report report, Peer peer, String root) {
    int fails = root.equals("squashfs") ? 96 : 256;
    int boots = root.equals("squashfs") ? 512 : 1280;
    String reason = "not tried";
    double ready = Double.NaN;
    Boot first = boot(peer, root, boots);
    if (!first.ready()) {
      report.row(peer.name(), root, "more than " + boots, "", first.failure(), "");
      return;
    }
    ready = first.seconds().get(Milestone.READY);
    while (boots - fails > STEP_MIB) {
      int middle = (fails + boots) / 2 / STEP_MIB * STEP_MIB;
      Boot boot = boot(peer, root, middle);
      if (boot.ready()) {
        boots = middle;
        ready = boot.seconds().get(Milestone.READY);
      } else {
        fails = middle;
        reason = boot.failure();
      }
    }
    report.row(
        peer.name(),
        root,
        "**" + boots + "**",
        String.valueOf(fails),
        reason,
        "%.1f".formatted(ready));
  }

  private Boot boot(Peer peer, String root, int memoryMib) {
    Boot boot = boots.boot(peer, Firmware.BIOS, memoryMib, PATIENCE);
    System.err.printf("%s %s %d MiB: %s%n", peer.name(), root, memoryMib, boot);
    return boot;
  }
}
