package org.wwj.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Status;
import org.wwj.net.HostList;
import org.wwj.overlay.OverlayException;

/** Tells in the status of nodes whose overlays cannot be rendered as the files are now. */
final class BrokenOverlays {
  private BrokenOverlays() {}

  /**
   * The status with these errors: at each node, and once among the problems for all that share it.
   *
   * @param errors by {@code node/kind}
   */
  static Status in(Status status, SortedMap<String, String> errors) {
    if (errors.isEmpty()) {
      return status;
    }
    Map<String, String> reasons = new HashMap<>();
    Map<String, SortedSet<String>> nodes = new LinkedHashMap<>();
    errors.forEach((key, error) -> {
      String node = key.substring(0, key.lastIndexOf('/'));
      String kind = key.substring(node.length() + 1);
      String text = OverlayException.withoutNode(error, node);
      reasons.putIfAbsent(
          node, kind + " overlays are broken, the last good ones are sent: " + text);
      nodes.computeIfAbsent(text, t -> new TreeSet<>()).add(node);
    });
    List<String> problems = new ArrayList<>(status.problems());
    nodes.forEach((text, all) -> problems.add(text + " (" + HostList.compress(all) + ")"));
    return new Status(
        status.nodes().stream().map(node -> said(node, reasons)).toList(),
        status.unknown(),
        problems,
        status.running(),
        status.traffic());
  }

  private static NodeStatus said(NodeStatus node, Map<String, String> reasons) {
    String reason = reasons.get(node.name());
    return reason == null ? node : node.because(reason);
  }
}
