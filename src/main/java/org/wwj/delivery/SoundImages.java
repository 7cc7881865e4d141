package org.wwj.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.wwj.image.Generation;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspection;
import org.wwj.image.Inspector;
import org.wwj.net.HostList;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;
import org.wwj.registry.Snapshot;

/**
 * Whether what nodes would boot is still what was built, by signatures and sizes. Looked at again
 * only when a file of the generation has changed.
 */
final class SoundImages {
  private static final int MAX_KNOWN = 256;

  private final ImageStore images;
  private final Inspector inspector;
  private final Map<Generation, Known> known = new ConcurrentHashMap<>();

  private record Known(String stamp, Inspection inspection) {}

  SoundImages(ImageStore images, Inspector inspector) {
    this.images = images;
    this.inspector = inspector;
  }

  /**
   * What keeps a node from booting that generation by that method, empty when nothing does.
   *
   * @param kernel the name its kernel has in the generation
   */
  Optional<String> obstacle(Generation generation, String kernel, RootMethod method) {
    List<Path> needed =
        switch (method) {
          case SQUASHFS, TMPFS ->
              List.of(generation.kernel(kernel), generation.stage1(kernel), generation.squashfs());
          case INITRD -> List.of(generation.kernel(kernel), generation.initrd());
          case DRACUT ->
              List.of(generation.kernel(kernel), generation.dracut(kernel), generation.initrd());
        };
    Inspection inspection = look(generation);
    return inspection.damages().stream()
        .filter(damage -> needed.contains(generation.folder().resolve(damage.file())))
        .findFirst()
        .map(damage -> sentence(inspection, damage.toString()));
  }

  /** What is wrong with the images of all nodes, once for each generation. */
  List<String> problems(Snapshot snapshot) {
    Map<String, SortedSet<String>> users = new HashMap<>();
    for (Node node : snapshot.nodes().values()) {
      users.computeIfAbsent(node.imageName(), name -> new TreeSet<>()).add(node.name());
    }
    Map<String, String> problems = new TreeMap<>();
    users.forEach((name, nodes) ->
        images
            .find(name)
            .map(this::look)
            .filter(inspection -> !inspection.sound())
            .ifPresent(inspection ->
                problems.put(
                    name,
                    sentence(inspection, inspection.damages().getFirst().toString())
                        + " ("
                        + HostList.compress(nodes)
                        + ")")));
    return new ArrayList<>(problems.values());
  }

  private static String sentence(Inspection inspection, String damage) {
    Generation generation = inspection.generation();
    return "image %s@%s: %s; %s"
        .formatted(generation.image(), generation.id(), damage, inspection.fix());
  }

  private Inspection look(Generation generation) {
    String stamp = stamp(generation.folder());
    Known old = known.get(generation);
    if (old != null && old.stamp.equals(stamp)) {
      return old.inspection;
    }
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    Inspection inspection = inspector.quick(generation);
    known.put(generation, new Known(stamp, inspection));
    if (!inspection.sound()) {
      Log.warn(
          "image.damaged",
          "image",
          generation.image() + "@" + generation.id(),
          "reason",
          inspection.damages());
    }
    return inspection;
  }

  private static String stamp(Path folder) {
    StringBuilder stamp = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        stamp
            .append(file.getFileName())
            .append(Files.size(file))
            .append(Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      return "gone " + e.getMessage();
    }
    return stamp.toString();
  }
}
