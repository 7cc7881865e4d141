package org.wwj.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootScript;
import org.wwj.cli.Finding.Severity;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.image.Generation;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspection;
import org.wwj.image.Inspector;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesFile;
import org.wwj.registry.RootMethod;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;

/**
 * What nodes and profiles name must exist: images, overlays, templates, root methods. A name is
 * looked up once however many nodes say it, and a profile's mistake is the profile's, with the
 * nodes that it reaches.
 */
final class ReferenceRules {
  private static final List<Field> FIELDS =
      List.of(
          Field.IMAGE_NAME, Field.IPXE, Field.ROOT, Field.SYSTEM_OVERLAY, Field.RUNTIME_OVERLAY);

  private final SiteConfig config;
  private final NodesFile file;
  private final ImageStore images;
  private final OverlayStore overlays;
  private final Map<Word, Optional<Wrong>> known = new HashMap<>();
  // Mistakes of profiles, by the profile's name and field, as nodes add themselves to them.
  private final Map<Place, List<Mistake>> profiles = new LinkedHashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private @Nullable SortedSet<String> templates;

  private record Word(Field field, String text) {}

  private record Place(FieldKey key, String profile, int line) {}

  private record Wrong(Severity severity, String text) {}

  ReferenceRules(SiteConfig config, NodesFile file) {
    this.config = config;
    this.file = file;
    this.images = new ImageStore(config.paths().chroots(), config.paths().provision());
    this.overlays = new OverlayStore(config.paths());
    for (Definition profile : file.profiles().values()) {
      for (Field field : FIELDS) {
        List<Mistake> wrong = look("profile ", profile, field, new TreeSet<>());
        if (!wrong.isEmpty()) {
          FieldKey key = FieldKey.of(field);
          profiles.put(new Place(key, profile.name(), profile.line(key)), wrong);
        }
      }
    }
  }

  /** Looks at what a node says itself, and adds it to the mistakes of profiles that reach it. */
  void node(Merge.Merged merged) {
    String name = merged.node().name();
    Definition own = file.nodes().get(name);
    if (own == null) {
      return;
    }
    for (Field field : FIELDS) {
      mistakes.addAll(look("node ", own, field, Set.of(name)));
      Traced traced = profiles.isEmpty() ? null : merged.fields().get(FieldKey.of(field));
      if (traced != null) {
        boolean list = field.type() == Field.Type.LIST;
        List<Traced.Origin> origins = list ? traced.chain() : List.of(traced.chain().getLast());
        for (Traced.Origin origin : origins) {
          profiles
              .getOrDefault(new Place(traced.key(), origin.name(), origin.line()), List.of())
              .forEach(mistake -> mistake.nodes().add(name));
        }
      }
    }
    if (merged.node().imageName().isEmpty()) {
      mistakes.add(
          new Mistake(
              Severity.WARNING,
              "node " + name,
              own.line(),
              "no image is set; wwj profile set default --image NAME, or per node",
              Set.of(name)));
    }
  }

  List<Mistake> mistakes() {
    List<Mistake> all = new ArrayList<>();
    profiles.values().forEach(all::addAll);
    all.addAll(mistakes);
    return all;
  }

  private List<Mistake> look(String kind, Definition by, Field field, Set<String> nodes) {
    FieldKey key = FieldKey.of(field);
    Setting setting = by.settings().get(key);
    if (setting == null) {
      return List.of();
    }
    List<String> words =
        switch (setting.value()) {
          case Value.Text(var text) -> List.of(text);
          case Value.Items(var items) -> items;
          case Value.Tree tree -> List.of();
          case Value.Cleared cleared -> List.of();
        };
    List<Mistake> wrong = new ArrayList<>();
    for (String word : words) {
      known
          .computeIfAbsent(new Word(field, word), this::look)
          .ifPresent(w ->
              wrong.add(new Mistake(w.severity, kind + by.name(), setting.line(), w.text, nodes)));
    }
    return wrong;
  }

  private Optional<Wrong> look(Word word) {
    return switch (word.field) {
      case IMAGE_NAME -> image(word.text);
      case IPXE -> template(word.text);
      case ROOT -> root(word.text);
      default -> word.text.startsWith("~") ? Optional.empty() : overlay(word.text);
    };
  }

  private Optional<Wrong> image(String image) {
    Optional<Generation> generation = images.find(image);
    if (generation.isPresent()) {
      return damaged(new Inspector(config.paths().keys()).quick(generation.get()));
    }
    int at = image.indexOf('@');
    if (at > 0 && images.list().contains(image.substring(0, at))) {
      String name = image.substring(0, at);
      String there =
          images.history(name).stream().map(Generation::id).collect(Collectors.joining(", "));
      return Optional.of(
          new Wrong(
              Severity.ERROR,
              "image '%s' has no generation '%s'; it has %s"
                  .formatted(
                      name,
                      image.substring(at + 1),
                      there.isEmpty() ? "none: wwj image build " + name : there)));
    }
    // Who names an image has imported it and is about to build it: that is not a slip.
    if (ImageStore.validName(image) && Files.isDirectory(images.rootfs(image))) {
      return Optional.of(
          new Wrong(
              Severity.WARNING, "image '" + image + "' is not built; wwj image build " + image));
    }
    return Optional.of(
        new Wrong(
            Severity.ERROR,
            "image '%1$s' does not exist%2$s; wwj image import SOURCE %1$s"
                .formatted(image, Spelling.hint(image, images.list()))));
  }

  /** Nodes that ask for it now would find out. */
  private static Optional<Wrong> damaged(Inspection inspection) {
    Generation generation = inspection.generation();
    return inspection.sound()
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                Severity.WARNING,
                "image %s@%s is damaged: %s; %s"
                    .formatted(
                        generation.image(),
                        generation.id(),
                        inspection.damages().getFirst(),
                        inspection.fix())));
  }

  private Optional<Wrong> template(String name) {
    if (templates == null) {
      templates = BootScript.names(config);
    }
    return templates.contains(name)
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                Severity.ERROR,
                "ipxe template '%s' does not exist%s; there are %s"
                    .formatted(
                        name,
                        Spelling.hint(name, templates),
                        templates.isEmpty() ? "none" : String.join(", ", templates))));
  }

  private static Optional<Wrong> root(String word) {
    try {
      RootMethod.parse(word);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Wrong(Severity.ERROR, String.valueOf(e.getMessage())));
    }
  }

  private Optional<Wrong> overlay(String name) {
    return overlays.exists(name)
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                Severity.ERROR,
                "overlay '%s' is in neither %s nor %s%s"
                    .formatted(
                        name,
                        config.paths().siteOverlays(),
                        config.paths().distOverlays(),
                        Spelling.hint(name, overlays.names()))));
  }
}
