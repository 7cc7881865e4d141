package org.wwj.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.testnet.Vm.Firmware;

/** Power-on to ready, both peers in alternation, by firmware. */
final class BootBench {
  private static final int MEMORY_MIB = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  private final Boots boots;
  private final List<Peer> peers;
  private final List<Firmware> firmwares;
  private final int rounds;

  BootBench(Boots boots, List<Peer> peers, List<Firmware> firmwares, int rounds) {
    this.boots = boots;
    this.peers = peers;
    this.firmwares = firmwares;
    this.rounds = rounds;
  }

  /** Runs all rounds and adds the table. */
  void run(Report report) {
    Map<Firmware, Map<Peer, List<Boot>>> results = new EnumMap<>(Firmware.class);
    for (int round = 0; round < rounds; round++) {
      List<Peer> order = round % 2 == 0 ? peers : peers.reversed();
      for (Firmware firmware : firmwares) {
        for (Peer peer : order) {
          Boot boot = boots.boot(peer, firmware, MEMORY_MIB, PATIENCE);
          System.err.printf("%s round %d %s: %s%n", firmware, round + 1, peer.name(), boot);
          results
              .computeIfAbsent(firmware, f -> new LinkedHashMap<>())
              .computeIfAbsent(peer, p -> new ArrayList<>())
              .add(boot);
        }
      }
    }
    report.text(
        "Seconds after power-on, medians of %d rounds, %d MiB, root method squashfs. CPU: seconds the emulator burnt."
            .formatted(rounds, MEMORY_MIB));
    List<String> head = new ArrayList<>(List.of("firmware", "server"));
    for (Milestone milestone : Milestone.values()) {
      head.add(milestone.title());
    }
    head.addAll(List.of("ready, range", "CPU", "failed"));
    report.head(head.toArray(String[]::new));
    results.forEach((firmware, byPeer) -> rows(report, firmware, byPeer));
  }

  private void rows(Report report, Firmware firmware, Map<Peer, List<Boot>> byPeer) {
    for (Peer peer : peers) {
      List<Boot> boots = byPeer.get(peer);
      List<String> row = new ArrayList<>(List.of(name(firmware), peer.name()));
      for (Milestone milestone : Milestone.values()) {
        row.add(at(boots, milestone).text());
      }
      row.add(at(boots, Milestone.READY).range());
      row.add(cpu(boots).text());
      row.add(String.valueOf(boots.stream().filter(boot -> !boot.ready()).count()));
      report.row(row.toArray(String[]::new));
    }
    if (peers.size() == 2) {
      List<Boot> reference = byPeer.get(peers.get(0));
      List<Boot> ours = byPeer.get(peers.get(1));
      List<String> row = new ArrayList<>(List.of(name(firmware), "wwj ÷ reference"));
      for (Milestone milestone : Milestone.values()) {
        row.add(ratio(at(ours, milestone), at(reference, milestone)));
      }
      row.addAll(List.of("", ratio(cpu(ours), cpu(reference)), ""));
      report.row(row.toArray(String[]::new));
    }
  }

  private static String name(Firmware firmware) {
    return firmware.name().replace('_', ' ');
  }

  private static Samples at(List<Boot> boots, Milestone milestone) {
    return new Samples(
        boots.stream()
            .filter(boot -> boot.ready() && boot.seconds().containsKey(milestone))
            .map(boot -> boot.seconds().get(milestone))
            .toList());
  }

  private static Samples cpu(List<Boot> boots) {
    return new Samples(
        boots.stream().filter(Boot::ready).map(boot -> boot.cpu().toMillis() / 1000.0).toList());
  }

  private static String ratio(Samples ours, Samples reference) {
    return ours.values().isEmpty() || reference.values().isEmpty()
        ? "–"
        : "**%.2f**".formatted(ours.median() / reference.median());
  }
}
