package org.wwj.cli.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.wwj.config.ConfigException;
import org.wwj.config.DraftEntry;
import org.wwj.config.DraftMap;
import org.wwj.config.StrictYaml;
import org.wwj.config.WarewulfPlaces;
import org.wwj.config.YamlDraft;

/**
 * A Warewulf site as it lies in a file system, this host's or one that is mounted somewhere.
 *
 * @param root the root of that file system; the site's own paths begin there
 * @param conf its warewulf.conf
 * @param nodes its nodes.conf; need not exist
 * @param siteOverlays the site's overlays
 * @param distOverlays the overlays that shipped with Warewulf
 * @param chroots the images' trees
 * @param imported where old versions keep imported kernels
 */
record OldSite(
    Path root,
    Path conf,
    Path nodes,
    Path siteOverlays,
    Path distOverlays,
    Path chroots,
    List<Path> imported) {
  private static final List<String> FOLDERS = List.of("etc/warewulf", "usr/local/etc/warewulf");

  /** The folder of its settings. */
  Path folder() {
    return conf.resolveSibling("");
  }

  /**
   * Finds a site by a root, by the folder of its settings, or by the file itself.
   *
   * @throws ConfigException saying where it was looked for
   */
  static OldSite find(Path given) {
    Path start = given.toAbsolutePath().normalize();
    for (String folder : FOLDERS) {
      Path conf = start.resolve(folder).resolve("warewulf.conf");
      if (Files.isRegularFile(conf)) {
        return at(start, conf);
      }
    }
    Path conf = Files.isRegularFile(start) ? start : start.resolve("warewulf.conf");
    if (!Files.isRegularFile(conf)) {
      throw new ConfigException(
          "%s: no warewulf.conf in it, nor in its etc/warewulf; name the root of the old system, or"
                  .formatted(given)
              + " the folder of its warewulf.conf");
    }
    return at(root(conf), conf);
  }

  /** {@code /mnt} for {@code /mnt/etc/warewulf/warewulf.conf}; a site elsewhere has full paths. */
  private static Path root(Path conf) {
    Path folder = conf.resolveSibling("").normalize();
    for (String known : FOLDERS.reversed()) {
      if (folder.endsWith(known)) {
        Path root = folder;
        for (int i = Path.of(known).getNameCount(); i > 0 && root.getParent() != null; i--) {
          root = root.getParent();
        }
        return root;
      }
    }
    return Path.of("/");
  }

  private static OldSite at(Path root, Path conf) {
    DraftMap settings = YamlDraft.read(conf.toString(), StrictYaml.text(conf)).root();
    WarewulfPlaces places = WarewulfPlaces.below(WarewulfPlaces.prefix(conf), root);
    Finder finder = new Finder(root, settings);
    Optional<Path> state = finder.path("localstatedir").map(path -> path.resolve("warewulf"));
    Path nodes =
        finder
            .path("sysconfdir")
            .map(path -> path.resolve("warewulf/nodes.conf"))
            .filter(Files::exists)
            .orElseGet(() -> conf.resolveSibling("nodes.conf"));
    return new OldSite(
        root,
        conf,
        nodes,
        finder
            .path("wwoverlaydir")
            .or(() -> state.map(path -> path.resolve("overlays")).filter(Files::isDirectory))
            .orElse(places.overlays()),
        finder
            .path("datadir")
            .or(() -> finder.datastore())
            .map(path -> path.resolve("warewulf"))
            .filter(Files::isDirectory)
            .orElse(places.data())
            .resolve("overlays"),
        finder
            .path("wwchrootdir")
            .or(() -> state.map(path -> path.resolve("chroots")).filter(Files::isDirectory))
            .orElse(places.chroots()),
        Stream.concat(
                finder.path("wwprovisiondir").stream(),
                Stream.of(
                    places.state().resolve("provision"),
                    places.state(),
                    root.resolve("srv/warewulf")))
            .toList());
  }

  /** Where the settings' paths lead, in the file system that the site is in. */
  private record Finder(Path root, DraftMap settings) {
    Optional<Path> path(String key) {
      return in("paths", key);
    }

    Optional<Path> datastore() {
      return in("warewulf", "datastore");
    }

    private Optional<Path> in(String section, String key) {
      return settings
          .map(section)
          .flatMap(map -> map.find(key))
          .flatMap(DraftEntry::text)
          .filter(text -> text.startsWith("/"))
          .map(text -> below(Path.of(text).normalize()));
    }

    private Path below(Path path) {
      return path.startsWith(root) ? path : root.resolve(path.toString().substring(1));
    }
  }

  /** Folders in a folder whose names will do, sorted; none when there is no such folder. */
  static List<Path> folders(Path parent, Predicate<String> name) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> name.test(child.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigException(parent + ": cannot be listed: " + e.getMessage(), e);
    }
  }
}
