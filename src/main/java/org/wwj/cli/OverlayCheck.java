package org.wwj.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.cli.Finding.Severity;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageStore;
import org.wwj.net.HostList;
import org.wwj.overlay.Kind;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/** Renders the overlays of every node, and tells what cannot be rendered. */
final class OverlayCheck {
  private static final Pattern WHERE =
      Pattern.compile(
          "(?s)(overlay \\S+: )?(?:template: )?(/[^\\n]*?:\\d+(?::\\d+)?): (?:executing \"[^\\n]*?\" )?(.*)");

  private final SiteConfig config;
  private final OverlayStore store;
  private final OverlayRenderer renderer;

  OverlayCheck(SiteConfig config) {
    this.config = config;
    this.store = new OverlayStore(config.paths());
    this.renderer =
        new OverlayRenderer(
            store,
            new ImageStore(config.paths().chroots(), config.paths().provision()),
            serverName());
  }

  /** What templates see as BuildHost. */
  private static String serverName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** One for each mistake, with all nodes that it hits. */
  List<Finding> findings(Snapshot snapshot) {
    Path keys = config.paths().localstatedir().resolve("keys");
    if (Files.exists(keys) && !Files.isExecutable(keys)) {
      return List.of(
          new Finding(
              Severity.NOTE,
              keys.toString(),
              "overlays are not looked at, as you may not read the keys that are in them; run this as root"));
    }
    Map<String, SortedSet<String>> nodes = new LinkedHashMap<>();
    for (Node node : snapshot.nodes().values()) {
      for (Kind kind : Kind.values()) {
        List<String> overlays = kind.of(node);
        if (overlays.stream().allMatch(store::exists)) { // those that do not are told already
          render(node, overlays, snapshot, nodes);
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    nodes.forEach((text, all) -> findings.add(finding(text, HostList.compress(all))));
    return findings;
  }

  private void render(
      Node node, List<String> overlays, Snapshot snapshot, Map<String, SortedSet<String>> nodes) {
    try {
      renderer.render(node, overlays, snapshot);
    } catch (OverlayException e) {
      String text = OverlayException.withoutNode(String.valueOf(e.getMessage()), node.name());
      nodes.computeIfAbsent(text, t -> new TreeSet<>()).add(node.name());
    }
  }

  private static Finding finding(String text, String nodes) {
    Matcher where = WHERE.matcher(text);
    if (!where.matches()) {
      return new Finding(Severity.ERROR, "overlays", text + " (" + nodes + ")");
    }
    String overlay = where.group(1) == null ? "" : where.group(1);
    return new Finding(
        Severity.ERROR, where.group(2), overlay + where.group(3) + " (" + nodes + ")");
  }
}
