package org.wwj.cli.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.boot.Running;
import org.wwj.boot.StatusClient;
import org.wwj.config.SiteConfig;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Setting;

/**
 * Who needs which generation: nodes that name one, and machines that run or boot one.
 *
 * @param booting nodes by what they name: {@code NAME} for the current one, {@code NAME@ID}
 * @param pinned references {@code NAME@ID} that a node or profile names
 * @param running nodes by the reference that they run, as far as they have said
 */
record GenerationUse(
    Map<String, SortedSet<String>> booting,
    Set<String> pinned,
    Map<String, SortedSet<String>> running) {

  /** What nodes.conf, the machines' own words and the server, if it runs, tell. */
  static GenerationUse of(SiteConfig config) {
    Map<String, SortedSet<String>> booting = new HashMap<>();
    Map<String, SortedSet<String>> running = new HashMap<>();
    NodesFile file = NodesFile.read(config.nodesFile());
    FactsStore facts = FactsStore.of(config);
    for (Node node : new Merge(file).nodes()) {
      add(booting, node.imageName(), node.name());
      Optional<MachineFacts> said = facts.of(node);
      said.ifPresent(known -> add(running, known.image(), node.name()));
    }
    try {
      List<Running> now =
          StatusClient.fetch(config.paths().runtime().resolve("wwj.sock")).running();
      now.forEach(node -> add(running, node.image(), node.node()));
    } catch (IOException | RuntimeException e) {
      // No server: what machines said last is all there is.
      running.remove("");
    }
    return new GenerationUse(booting, pins(file), running);
  }

  private static Set<String> pins(NodesFile file) {
    Set<String> pins = new TreeSet<>();
    for (Map<String, Definition> kind : List.of(file.profiles(), file.nodes())) {
      for (Definition definition : kind.values()) {
        Setting setting = definition.settings().get(FieldKey.of(Field.IMAGE_NAME));
        if (setting != null
            && setting.value() instanceof Setting.Value.Text(String name)
            && name.contains("@")) {
          pins.add(name);
        }
      }
    }
    return pins;
  }

  private static void add(Map<String, SortedSet<String>> map, String key, String node) {
    if (!key.isEmpty()) {
      map.computeIfAbsent(key, k -> new TreeSet<>()).add(node);
    }
  }

  /** References that may not go. */
  Set<String> kept() {
    Set<String> kept = new TreeSet<>(pinned);
    kept.addAll(running.keySet());
    return kept;
  }

  /** Nodes whose next boot gets whatever counts for that image. */
  SortedSet<String> following(String image) {
    return booting.getOrDefault(image, new TreeSet<>());
  }

  /** Nodes that name that very generation. */
  SortedSet<String> pinnedTo(String reference) {
    return booting.getOrDefault(reference, new TreeSet<>());
  }

  /** Nodes that run it. */
  SortedSet<String> running(String reference) {
    return running.getOrDefault(reference, new TreeSet<>());
  }
}
