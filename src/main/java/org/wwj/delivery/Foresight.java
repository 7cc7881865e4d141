package org.wwj.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.wwj.boot.FactsStore;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.Manifest;
import org.wwj.image.Ram;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;

/**
 * What can be known of a node before it boots: that its image lacks the kernel it asks for, or that
 * its RAM is too small. The sentences have the node as their subject and do not name it.
 */
public final class Foresight {
  private static final int MAX_GENERATIONS = 256;

  private final ImageStore images;
  private final FactsStore facts;
  private final Map<Generation, Ram> needs = new ConcurrentHashMap<>();

  /** Looks at images and at what machines said of themselves. */
  public Foresight(ImageStore images, FactsStore facts) {
    this.images = images;
    this.facts = facts;
  }

  /** What will keep nodes from booting, by their names; most have nothing. */
  public Map<String, String> of(Iterable<Node> nodes) {
    Map<String, Optional<Generation>> generations = new HashMap<>();
    Map<String, String> sentences = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (!node.imageName().isEmpty()) {
        generations
            .computeIfAbsent(node.imageName(), images::find)
            .flatMap(generation -> kernel(node, generation).or(() -> ram(node, generation)))
            .ifPresent(sentence -> sentences.put(node.name(), sentence));
      }
    }
    return sentences;
  }

  private static Optional<String> kernel(Node node, Generation generation) {
    try {
      NodeFiles.kernelOf(node, generation);
      return Optional.empty();
    } catch (ImageException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Why its RAM is too small for the generation, empty when it is not or when nobody knows. */
  public Optional<String> ram(Node node, Generation generation) {
    Optional<RootMethod> method = RootMethod.tryParse(node.root());
    Ram needed = needs(generation);
    if (method.isEmpty() || needed.need(method.get()) == 0) {
      return Optional.empty();
    }
    return facts
        .of(node)
        .flatMap(known -> needed.tooSmall(known.memoryKib(), method.get(), generation.image()));
  }

  private Ram needs(Generation generation) {
    if (needs.size() > MAX_GENERATIONS) {
      needs.clear();
    }
    return needs.computeIfAbsent(
        generation,
        g -> {
          try {
            return Manifest.read(g.manifest()).ram();
          } catch (ImageException e) {
            return Ram.UNKNOWN; // told when a node asks for it
          }
        });
  }
}
