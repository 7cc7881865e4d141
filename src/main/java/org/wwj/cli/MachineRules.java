package org.wwj.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wwj.boot.FactsStore;
import org.wwj.cli.Finding.Severity;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.delivery.Foresight;
import org.wwj.image.BuiltKernels;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;

/**
 * What a node's image must have for it, and what its machine must have for the image: the kernel it
 * asks for, and RAM as far as the machine has told of it. Images and kernels are looked up once
 * however many nodes name them.
 */
final class MachineRules {
  private final NodesFile file;
  private final ImageStore images;
  private final Foresight foresight;
  private final Map<String, Optional<Generation>> generations = new HashMap<>();
  private final Map<Wish, Optional<Wrong>> kernels = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  private record Wish(String image, String kernel) {}

  private record Wrong(Severity severity, String text) {}

  MachineRules(SiteConfig config, NodesFile file) {
    this.file = file;
    this.images = new ImageStore(config.paths().chroots(), config.paths().provision());
    this.foresight = new Foresight(images, FactsStore.of(config));
  }

  void node(Merge.Merged merged) {
    Node node = merged.node();
    Definition own = file.nodes().get(node.name());
    if (own == null || node.imageName().isEmpty()) {
      return;
    }
    Wish wish = new Wish(node.imageName(), node.kernel().version());
    if (!wish.kernel.isEmpty()) {
      kernels
          .computeIfAbsent(wish, this::look)
          .ifPresent(wrong -> add(node, own, Field.KERNEL_VERSION, wrong));
    }
    generations
        .computeIfAbsent(node.imageName(), images::find)
        .flatMap(generation -> foresight.ram(node, generation))
        .ifPresent(
            text -> add(node, own, Field.ROOT, new Wrong(Severity.WARNING, "the machine " + text)));
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  private void add(Node node, Definition own, Field field, Wrong wrong) {
    mistakes.add(
        new Mistake(
            wrong.severity,
            "node " + node.name(),
            own.line(FieldKey.of(field)),
            wrong.text,
            Set.of(node.name())));
  }

  private Optional<Wrong> look(Wish wish) {
    String image = wish.image.replaceAll("@.*", "");
    Optional<Generation> built = generations.computeIfAbsent(wish.image, images::find);
    try {
      if (built.isPresent() && BuiltKernels.of(built.get()).find(wish.kernel).isPresent()) {
        return Optional.empty();
      }
    } catch (ImageException e) {
      return Optional.of(new Wrong(Severity.WARNING, String.valueOf(e.getMessage())));
    }
    boolean pinned = !image.equals(wish.image);
    if (!ImageStore.validName(image) || (built.isEmpty() && pinned)) {
      return Optional.empty(); // that there is no such image is told already
    }
    if (!pinned && Files.isDirectory(images.rootfs(image))) {
      ImageKernels tree = new ImageKernels(images.rootfs(image));
      if (tree.find(wish.kernel).isEmpty()) {
        return Optional.of(absent(wish, "image " + image, tree.releases()));
      }
      if (built.isEmpty()) {
        return Optional.empty(); // that the image is not built is told already
      }
      return Optional.of(
          new Wrong(
              Severity.WARNING,
              "kernel '%s' is in image %s and not built yet; wwj image build %2$s"
                  .formatted(wish.kernel, image)));
    }
    return built.map(g -> absent(wish, g.image() + "@" + g.id(), BuiltKernels.of(g).releases()));
  }

  private static Wrong absent(Wish wish, String where, List<String> releases) {
    return new Wrong(
        Severity.ERROR,
        "%s has no kernel '%s'%s; it has %s"
            .formatted(
                where,
                wish.kernel,
                Spelling.hint(wish.kernel, releases),
                releases.isEmpty() ? "none" : String.join(", ", releases)));
  }
}
