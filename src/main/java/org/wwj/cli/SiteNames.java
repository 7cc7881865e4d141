package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.wwj.cli.image.ImageCommand;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.image.Generation;
import org.wwj.image.ImageStore;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.Definition;
import org.wwj.registry.Field.Group;
import org.wwj.registry.FieldSearch;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Tracer;

/**
 * The names in a site's files. Whoever asks is in the middle of a command line, so what cannot be
 * read has no names, and nobody is told why.
 */
final class SiteNames implements Names {
  private final Path conf;

  SiteNames(Path conf) {
    this.conf = conf;
  }

  private static Collection<String> quietly(Supplier<Collection<String>> names) {
    try {
      return names.get();
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private SiteConfig config() {
    return SiteConfigReader.read(conf);
  }

  private NodesFile nodes() {
    return NodesFile.read(config().nodesFile());
  }

  @Override
  public Collection<String> definitions(Kind kind) {
    return quietly(() -> kind.of(nodes()).keySet());
  }

  @Override
  public Collection<String> fields(Kind kind, String name) {
    return quietly(() -> {
      NodesFile file = nodes();
      Definition definition = kind.of(file).get(name);
      if (definition == null) {
        return List.of();
      }
      Tracer tracer = new Tracer(file);
      boolean node = kind == Kind.NODE;
      return FieldSearch.of((node ? tracer.node(definition) : tracer.profile(name)).keySet(), node)
          .displays();
    });
  }

  @Override
  public Collection<String> owners(Group group) {
    return quietly(() -> {
      Set<String> owners = new TreeSet<>();
      NodesFile file = nodes();
      for (Kind kind : Kind.values()) {
        for (Definition definition : kind.of(file).values()) {
          definition.settings().keySet().stream()
              .filter(key -> key.field().group() == group)
              .forEach(key -> owners.add(key.owner()));
        }
      }
      return owners;
    });
  }

  @Override
  public Collection<String> images() {
    return quietly(() -> ImageCommand.store(config()).list());
  }

  @Override
  public Collection<String> generations(String image) {
    return quietly(
        () -> ImageCommand.store(config()).history(image).stream().map(Generation::id).toList());
  }

  @Override
  public Collection<String> recipes() {
    return quietly(() -> {
      Set<String> recipes = new TreeSet<>();
      ImageCommand.recipes(config()).forEach(folder -> recipes.addAll(children(folder)));
      return recipes;
    });
  }

  @Override
  public Collection<String> kernels() {
    return quietly(() -> {
      Set<String> kernels = new TreeSet<>();
      ImageStore store = ImageCommand.store(config());
      for (String image : store.list()) {
        kernels.addAll(children(store.rootfs(image).resolve("usr/lib/modules")));
        kernels.addAll(children(store.rootfs(image).resolve("lib/modules")));
      }
      return kernels;
    });
  }

  @Override
  public Collection<String> overlays() {
    return quietly(() -> new OverlayStore(config().paths()).names());
  }

  @Override
  public Collection<String> overlayFiles(String overlay) {
    return quietly(() ->
        new OverlayStore(config().paths())
            .look(overlay).files().values().stream()
                .map(file -> file.isFolder() ? file.path() + "/" : file.path())
                .toList());
  }

  @Override
  public Collection<String> bootScripts() {
    return quietly(() -> {
      Set<String> scripts = new TreeSet<>();
      List<Path> folders =
          List.of(conf.resolveSibling("ipxe"), config().paths().datadir().resolve("config/ipxe"));
      for (Path folder : folders) {
        for (String file : children(folder)) {
          if (file.endsWith(".ipxe")) {
            scripts.add(file.substring(0, file.length() - ".ipxe".length()));
          }
        }
      }
      return scripts;
    });
  }

  private static List<String> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
