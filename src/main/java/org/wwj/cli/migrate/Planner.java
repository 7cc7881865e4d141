package org.wwj.cli.migrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wwj.cli.SiteKernels;
import org.wwj.cli.migrate.Plan.How;
import org.wwj.config.ConfigUpgrade;
import org.wwj.config.OwnConfig;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.config.StrictYaml;
import org.wwj.config.Upgraded;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesFile;
import org.wwj.registry.NodesUpgrade;
import org.wwj.registry.Setting;

/** Works out what a migration will do; looks, and changes nothing. */
final class Planner {
  /** Warewulf lays this one over the server itself. */
  private static final String HOST = "host";

  private final OldSite old;
  private final Plan.Target target;

  Planner(OldSite old, Plan.Target target) {
    this.old = old;
    this.target = target;
  }

  /**
   * The plan.
   *
   * @throws org.wwj.config.ConfigException naming file and line of what cannot be taken over
   */
  Plan plan(boolean addDefaults, boolean replaceOverlays) {
    String name = old.conf().toString();
    String text = StrictYaml.text(old.conf());
    SiteConfig before = SiteConfigReader.parse(old.conf(), text);
    Upgraded nodes =
        NodesUpgrade.of(
            old.nodes().toString(),
            Files.exists(old.nodes()) ? StrictYaml.text(old.nodes()) : "",
            new NodesUpgrade.Options(
                addDefaults, replaceOverlays, ConfigUpgrade.mounts(name, text)),
            new SiteKernels(old.chroots(), old.imported()));
    NodesFile file = NodesFile.parse(target.nodes(), nodes.text());
    List<Plan.Image> images = images();
    List<Plan.Overlay> overlays = siteOverlays();
    Upgraded own = OwnConfig.of(name, text, before.address(), paths(images, overlays));
    SiteConfig config = SiteConfigReader.parse(target.conf(), own.text());
    overlays.addAll(shippedOverlays(file, config, overlays));
    return new Plan(
        old,
        target,
        own,
        nodes,
        overlays,
        images,
        new Plan.Counts(file.nodes().size(), file.profiles().size()),
        new Losses(old, before, config, file, overlays, images).lines(),
        new NextSteps(before, config, file, bootable(images), target).commands());
  }

  private static List<String> bootable(List<Plan.Image> images) {
    return images.stream()
        .filter(image -> !new ImageKernels(image.from().resolve("rootfs")).isEmpty())
        .map(Plan.Image::name)
        .toList();
  }

  private List<Plan.Image> images() {
    How how = target.copy() ? How.COPIED : How.STAYS;
    return OldSite.folders(old.chroots(), ImageStore::validName).stream()
        .filter(folder -> Files.isDirectory(folder.resolve("rootfs")))
        .map(folder -> new Plan.Image(folder.getFileName().toString(), folder, how))
        .toList();
  }

  private List<Plan.Overlay> siteOverlays() {
    List<Path> folders =
        OldSite.folders(old.siteOverlays(), OverlayStore::isName).stream()
            .filter(folder -> !folder.endsWith(HOST) && !holdsOverlays(folder))
            .toList();
    boolean bare = folders.stream().anyMatch(Planner::isBare);
    // In old versions an overlay's files stand in its folder, which then cannot be used as it is.
    How how = target.copy() ? How.COPIED : bare ? How.LINKED : How.STAYS;
    List<Plan.Overlay> overlays = new ArrayList<>();
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      overlays.add(new Plan.Overlay(name, folder, true, isBare(folder), how));
    }
    return overlays;
  }

  /** Whether it is no overlay but one of the two folders of overlays of Warewulf 4.0 and 4.1. */
  static boolean holdsOverlays(Path folder) {
    return (folder.endsWith("system") || folder.endsWith("runtime"))
        && isBare(folder)
        && !Files.isDirectory(folder.resolve("etc"))
        && !OldSite.folders(folder, OverlayStore::isName).isEmpty();
  }

  private static boolean isBare(Path folder) {
    return !Files.isDirectory(folder.resolve("rootfs"));
  }

  private Map<String, String> paths(List<Plan.Image> images, List<Plan.Overlay> overlays) {
    Map<String, String> paths = new LinkedHashMap<>();
    if (!target.state().equals(Path.of("/var/lib/wwj"))) {
      paths.put("localstatedir", target.state().toString());
    }
    if (overlays.stream().anyMatch(overlay -> overlay.how() == How.STAYS)) {
      paths.put("wwoverlaydir", old.siteOverlays().toString());
    }
    if (images.stream().anyMatch(image -> image.how() == How.STAYS)) {
      paths.put("wwchrootdir", old.chroots().toString());
    }
    return paths;
  }

  /** Overlays of Warewulf's distribution that nodes name and nobody else has. */
  private List<Plan.Overlay> shippedOverlays(
      NodesFile file, SiteConfig config, List<Plan.Overlay> ofSite) {
    Set<String> wanted = new TreeSet<>(named(file));
    ofSite.forEach(overlay -> wanted.remove(overlay.name()));
    wanted.removeIf(name -> Files.isDirectory(config.paths().distOverlays().resolve(name)));
    return wanted.stream()
        .map(name -> old.distOverlays().resolve(name))
        .filter(Files::isDirectory)
        .map(folder ->
            new Plan.Overlay(
                folder.getFileName().toString(), folder, false, isBare(folder), How.COPIED))
        .toList();
  }

  /** The overlays that nodes and profiles name. */
  static Set<String> named(NodesFile file) {
    Set<String> names = new TreeSet<>();
    for (Definition definition : definitions(file)) {
      for (Field field : List.of(Field.SYSTEM_OVERLAY, Field.RUNTIME_OVERLAY)) {
        list(definition, field).stream()
            .filter(name -> !name.startsWith("~") && OverlayStore.isName(name))
            .forEach(names::add);
      }
    }
    return names;
  }

  static List<Definition> definitions(NodesFile file) {
    List<Definition> all = new ArrayList<>(file.profiles().values());
    all.addAll(file.nodes().values());
    return all;
  }

  static List<String> list(Definition definition, Field field) {
    Setting setting = definition.settings().get(FieldKey.of(field));
    return setting != null && setting.value() instanceof Setting.Value.Items(var items)
        ? items
        : List.of();
  }

  static String text(Definition definition, Field field) {
    Setting setting = definition.settings().get(FieldKey.of(field));
    return setting != null && setting.value() instanceof Setting.Value.Text(var text) ? text : "";
  }
}
