package org.wwj.delivery;

import java.util.Map;
import org.wwj.boot.Phase;
import org.wwj.boot.Timeline;
import org.wwj.net.MacAddress;
import org.wwj.ops.Log;
import org.wwj.registry.Node;

/** What a node says of itself: {@code /report/MAC?phase=init|ready|failed}. */
final class Reports {
  private static final int REASON_LIMIT = 300;

  private final Timeline timeline;

  Reports(Timeline timeline) {
    this.timeline = timeline;
  }

  Answer take(Node node, MacAddress mac, Map<String, String> query) {
    String word = query.getOrDefault("phase", "");
    String reason = printable(query.getOrDefault("reason", ""));
    switch (word) {
      case "init" -> timeline.reached(mac, Phase.INIT, "stage-1 done");
      case "ready" -> {
        timeline.reached(mac, Phase.READY, facts(query));
        Log.info("ready", "node", node.name(), "mac", mac, "facts", facts(query));
      }
      case "failed" -> {
        timeline.reached(mac, Phase.FAILED, reason.isEmpty() ? "the node gave no reason" : reason);
        Log.warn("failed", "node", node.name(), "mac", mac, "reason", reason);
      }
      default -> {
        return Answers.badRequest(
            "phase '" + printable(word) + "' is not one of init, ready, failed");
      }
    }
    return Answers.text("ok\n", "text/plain", Transfer.Listener.NONE);
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
