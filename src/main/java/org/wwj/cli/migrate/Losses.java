package org.wwj.cli.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.NodesFile;

/** What of a Warewulf site wwj cannot take over, or not yet. */
final class Losses {
  /** As templates before 4.6 asked for a node's fields. */
  private static final Pattern OLD_TEMPLATE =
      Pattern.compile("\\{\\{[^}]*\\.(Get|GetB|GetReal|GetSlice|GetRealSlice|Defined|Print)\\b");

  private final OldSite old;
  private final SiteConfig before;
  private final SiteConfig config;
  private final NodesFile file;
  private final List<Plan.Overlay> overlays;
  private final List<Plan.Image> images;
  private final List<String> lines = new ArrayList<>();

  Losses(
      OldSite old,
      SiteConfig before,
      SiteConfig config,
      NodesFile file,
      List<Plan.Overlay> overlays,
      List<Plan.Image> images) {
    this.old = old;
    this.before = before;
    this.config = config;
    this.file = file;
    this.overlays = overlays;
    this.images = images;
  }

  List<String> lines() {
    boolean elsewhere = !old.root().equals(Path.of("/"));
    if (elsewhere && images.stream().anyMatch(image -> image.how() == Plan.How.STAYS)) {
      lines.add(
          old.root()
              + ": images stay in it, so it must be there whenever wwj runs; --copy brings them");
    }
    for (SiteConfig.Notice notice : before.notices()) {
      if (!notice.warning()) {
        lines.add(before.file() + ":" + notice.line() + ": " + notice.text());
      }
    }
    if (!Files.exists(old.nodes())) {
      lines.add(old.nodes() + ": no such file, so no node comes along");
    }
    overlays();
    images();
    bootTemplates();
    for (String name : List.of("auth.conf", "keys", "tls")) {
      Path path = old.folder().resolve(name);
      if (Files.exists(path)) {
        lines.add(path + ": stays where it is; " + use(name));
      }
    }
    Path built = old.chroots().resolveSibling("provision");
    if (Files.isDirectory(built)) {
      lines.add(built + ": images and overlays as Warewulf built them; not used");
    }
    Path bmc = old.distOverlays().resolveSibling("bmc");
    if (Files.isDirectory(bmc)) {
      lines.add(bmc + ": templates of power commands; wwj has none of these commands yet");
    }
    return List.copyOf(lines);
  }

  private static String use(String name) {
    return switch (name) {
      case "auth.conf" -> "wwj has no REST API yet";
      case "tls" -> "wwj serves no TLS";
      default -> "overlays that include files of it still do";
    };
  }

  private void overlays() {
    for (String layout : List.of("system", "runtime")) {
      Path folder = old.siteOverlays().resolve(layout);
      if (Planner.holdsOverlays(folder)) {
        lines.add(
            folder
                + ": overlays of Warewulf 4.0 and 4.1 are in two folders; copy each to "
                + config.paths().siteOverlays().resolve("NAME/rootfs"));
      }
    }
    Set<String> missing = new TreeSet<>(Planner.named(file));
    overlays.forEach(overlay -> missing.remove(overlay.name()));
    missing.removeIf(name -> Files.isDirectory(config.paths().distOverlays().resolve(name)));
    if (!missing.isEmpty()) {
      lines.add(
          "overlays that nodes name, and that neither the site nor wwj has: "
              + String.join(", ", missing));
    }
    for (Plan.Overlay overlay : overlays) {
      if (overlay.ofSite()
          && Files.isDirectory(config.paths().distOverlays().resolve(overlay.name()))) {
        lines.add(
            overlay.from()
                + ": wwj ships an overlay of that name; the site's files cover its, or with a file"
                + " 'opaque' beside rootfs hide it");
      }
      List<String> templates = oldTemplates(overlay.from());
      if (!templates.isEmpty()) {
        lines.add(
            "%s: written for Warewulf before 4.6, so it does not render; see %s"
                .formatted(overlay.from(), String.join(", ", templates)));
      }
    }
  }

  private static List<String> oldTemplates(Path overlay) {
    try (Stream<Path> all = Files.walk(overlay)) {
      return all.filter(path -> path.toString().endsWith(".ww") && Files.isRegularFile(path))
          .filter(path -> OLD_TEMPLATE.matcher(text(path)).find())
          .map(path -> overlay.relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of("what cannot be read: " + e.getMessage());
    }
  }

  private static String text(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void images() {
    for (Plan.Image image : images) {
      if (new ImageKernels(image.from().resolve("rootfs")).isEmpty()) {
        lines.add(image.from() + ": the image has no kernel; install one in it");
      }
    }
    for (Path folder : OldSite.folders(old.chroots(), name -> !ImageStore.validName(name))) {
      lines.add(folder + ": no name for an image; rename it, and migrate again");
    }
    List<String> known = images.stream().map(Plan.Image::name).toList();
    by(Field.IMAGE_NAME)
        .forEach((image, names) -> {
          if (!known.contains(image)) {
            lines.add(
                "image '%s', named by %s, is not in %s".formatted(image, names, old.chroots()));
          }
        });
  }

  private void bootTemplates() {
    for (String folder : List.of("ipxe", "grub")) {
      Path templates = old.folder().resolve(folder);
      try (Stream<Path> files =
          Files.isDirectory(templates) ? Files.list(templates) : Stream.empty()) {
        String names =
            files
                .map(path -> path.getFileName().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
          lines.add(
              templates
                  + ": not used: "
                  + names
                  + "; wwj's own boot script has the token and the checked image");
        }
      } catch (IOException e) {
        lines.add(templates + ": cannot be listed: " + e.getMessage());
      }
    }
    by(Field.IPXE)
        .forEach((template, names) -> {
          Path shipped =
              config.paths().datadir().resolve("config/ipxe").resolve(template + ".ipxe");
          if (!Files.exists(shipped)) {
            lines.add(
                "ipxe template '%s', named by %s, does not come along; write it for wwj as %s"
                    .formatted(
                        template,
                        names,
                        config.file().resolveSibling("ipxe").resolve(template + ".ipxe")));
          }
        });
  }

  /** Who says which word for a field. */
  private Map<String, String> by(Field field) {
    Map<String, List<String>> by = new TreeMap<>();
    for (Definition definition : Planner.definitions(file)) {
      String text = Planner.text(definition, field);
      if (!text.isEmpty()) {
        by.computeIfAbsent(text, word -> new ArrayList<>()).add(definition.name());
      }
    }
    Map<String, String> words = new LinkedHashMap<>();
    by.forEach((word, names) -> words.put(word, HostList.compress(names)));
    return words;
  }
}
