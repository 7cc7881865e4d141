package org.wwj.delivery;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.boot.Peers;
import org.wwj.boot.Phase;
import org.wwj.boot.Timeline;
import org.wwj.net.MacAddress;
import org.wwj.ops.Log;
import org.wwj.registry.Node;

/**
 * What a node says of itself: {@code /report/MAC?phase=image|init|ready|failed}, with {@code ram}
 * (KiB), {@code pci} (its network cards) and {@code image} (what it runs) as far as it knows them.
 * One that fetches its image from mirrors says which it asks ({@code mirror}, its URL) and how many
 * bytes came from mirrors ({@code mirrored}); {@code phase=mirror} with {@code mirror} and {@code
 * chunk} (a digest, when it gave that wrong) or {@code reason} (why it was left). One that gives
 * others chunks of its image says {@code peer} with phase {@code ready}.
 */
final class Reports {
  private static final int REASON_LIMIT = 400;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
  private static final Pattern PCI_BUSID =
      Pattern.compile("01:([0-9a-f]{2}):([0-9a-f]{2}):([0-9a-f]{2}):([0-9a-f]{2})");

  private final Timeline timeline;
  private final FactsStore facts;
  private final Peers peers;
  private final InstantSource clock;

  Reports(Timeline timeline, FactsStore facts, Peers peers, InstantSource clock) {
    this.timeline = timeline;
    this.peers = peers;
    this.facts = facts;
    this.clock = clock;
  }

  Answer take(Node node, MacAddress mac, Map<String, String> query) {
    String word = query.getOrDefault("phase", "");
    String reason = printable(query.getOrDefault("reason", ""));
    String source = source(printable(query.getOrDefault("mirror", "")));
    switch (word) {
      case "image" -> {
        if (source.isEmpty()) {
          return Answers.badRequest("phase image comes with the mirror that the image comes from");
        }
        timeline.mirrored(mac, source, mirrored(query));
      }
      case "init" -> {
        if (!source.isEmpty()) {
          timeline.mirrored(mac, source, mirrored(query));
        }
        timeline.reached(mac, Phase.INIT, "stage-1 done");
      }
      case "ready" -> {
        timeline.reached(mac, Phase.READY, facts(query));
        if (query.containsKey("peer")) {
          peers.gives(mac, query.getOrDefault("image", ""));
        } else {
          peers.givesNot(mac);
        }
        Log.info("ready", "node", node.name(), "mac", mac, "facts", facts(query));
      }
      case "failed" -> {
        timeline.reached(mac, Phase.FAILED, reason.isEmpty() ? "the node gave no reason" : reason);
        Log.warn("failed", "node", node.name(), "mac", mac, "reason", reason);
      }
      case "mirror" -> mirror(node, mac, query, reason);
      default -> {
        return Answers.badRequest(
            "phase '" + printable(word) + "' is not one of image, init, mirror, ready, failed");
      }
    }
    if (word.equals("init") || word.equals("ready") || word.equals("failed")) {
      peers.done(mac);
    }
    // What failed to boot may go on running what it ran before, but not in this life.
    learn(mac, query, word.equals("failed") ? "" : query.getOrDefault("image", ""));
    return Answers.text("ok\n", "text/plain", Transfer.Listener.NONE);
  }

  /** How many bytes have come from mirrors, as a node says; 0 when it says nothing. */
  static long mirrored(Map<String, String> query) {
    String number = query.getOrDefault("mirrored", "");
    return NUMBER.matcher(number).matches() ? Long.parseLong(number) : 0;
  }

  private void mirror(Node node, MacAddress mac, Map<String, String> query, String reason) {
    String url = printable(query.getOrDefault("mirror", "?"));
    String source = source(url);
    String chunk = printable(query.getOrDefault("chunk", ""));
    peers.avoid(mac, url);
    if (chunk.isEmpty()) {
      timeline.remark(
          mac,
          "mirror %s was left: %s; the node used another source".formatted(source, reason),
          false);
      Log.warn("mirror-left", "node", node.name(), "mirror", url, "reason", reason);
    } else {
      timeline.remark(
          mac,
          "mirror %s gave a wrong chunk %.16s…: the node used another source; %s"
              .formatted(
                  source,
                  chunk,
                  source.equals(url)
                      ? "clear that mirror's cache"
                      : "test the memory of that node, and of this one"),
          true);
      Log.warn("mirror-wrong", "node", node.name(), "mirror", url, "chunk", chunk);
    }
  }

  /** What a person calls a mirror: its URL, and which node that is. */
  private String source(String url) {
    return peers.nodeAt(url).map(name -> url + " (node " + name + ")").orElse(url);
  }

  /** A node that asks for its runtime overlay says by the way what it runs. */
  void runs(MacAddress mac, Map<String, String> query) {
    learn(mac, Map.of(), query.getOrDefault("image", ""));
  }

  /** iPXE says which card it boots from: {@code 01:80:86:15:39}, the first byte means PCI. */
  void boots(MacAddress mac, Map<String, String> query) {
    Matcher busid = PCI_BUSID.matcher(query.getOrDefault("busid", "").toLowerCase(Locale.ROOT));
    if (busid.matches()) {
      String card = busid.group(1) + busid.group(2) + ":" + busid.group(3) + busid.group(4);
      facts.learnCard(mac, card, clock.instant());
    }
  }

  private void learn(MacAddress mac, Map<String, String> query, String image) {
    MachineFacts news =
        new MachineFacts(
            MachineFacts.memory(query.getOrDefault("ram", "")),
            MachineFacts.cards(query.getOrDefault("pci", "")),
            MachineFacts.image(image),
            clock.instant());
    if (news.memoryKib() > 0 || !news.pci().isEmpty() || !news.image().isEmpty()) {
      facts.learn(mac, news);
    }
  }

  private static String facts(Map<String, String> query) {
    StringBuilder facts = new StringBuilder();
    for (String key : new String[] {"address", "kernel", "memtotal", "memavail"}) {
      String value = printable(query.getOrDefault(key, ""));
      if (!value.isEmpty()) {
        facts.append(facts.isEmpty() ? "" : " ").append(key).append('=').append(value);
      }
    }
    return facts.toString();
  }

  /** Text from a node ends in terminals and logs: one line, no control characters, bounded. */
  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= REASON_LIMIT ? line : line.substring(0, REASON_LIMIT) + "…";
  }
}
