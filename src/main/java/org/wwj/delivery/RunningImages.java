package org.wwj.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.boot.Running;
import org.wwj.boot.Timeline;
import org.wwj.image.ImageStore;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * Which generation each node runs, and which it would boot. What a node was told in its last boot
 * counts; of nodes not seen since the start what they last said.
 */
final class RunningImages {
  /** How old what is kept of the facts on disk may be: a status is asked for twice a second. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Timeline timeline;
  private final ImageStore images;
  private final FactsStore facts;
  private final InstantSource clock;
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private volatile Instant read = Instant.EPOCH;

  RunningImages(Timeline timeline, ImageStore images, FactsStore facts, InstantSource clock) {
    this.timeline = timeline;
    this.images = images;
    this.facts = facts;
    this.clock = clock;
  }

  /** Of all nodes of which either is known. */
  List<Running> of(Snapshot snapshot) {
    Instant now = clock.instant();
    if (now.isAfter(read.plus(FRESH))) {
      said.clear();
      read = now;
    }
    Map<String, String> current = new HashMap<>();
    List<Running> running = new ArrayList<>();
    for (Node node : snapshot.nodes().values()) {
      String image = image(node);
      String next = current.computeIfAbsent(node.imageName(), this::reference);
      if (!image.isEmpty()) {
        running.add(new Running(node.name(), image, next));
      }
    }
    return running;
  }

  private String image(Node node) {
    return node.networkDevices().values().stream()
        .flatMap(device -> device.mac().stream())
        .map(timeline::image)
        .filter(image -> !image.isEmpty())
        .findFirst()
        .orElseGet(() ->
            said.computeIfAbsent(
                node.name(), name -> facts.of(node).map(MachineFacts::image).orElse("")));
  }

  private String reference(String name) {
    return images.find(name).map(g -> g.image() + "@" + g.id()).orElse("");
  }
}
