package org.wwj.cli.overlay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.wwj.cli.SiteOption;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.image.ImageStore;
import org.wwj.net.HostList;
import org.wwj.overlay.InnerPath;
import org.wwj.overlay.Kind;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.overlay.SiteLayer;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;

/** The overlays of the site that a command is for. */
public record SiteOverlays(SiteConfig config, OverlayStore store) {
  /** Those of the site that the option picks. */
  public static SiteOverlays of(SiteOption site) {
    SiteConfig config = site.config();
    return new SiteOverlays(config, new OverlayStore(config.paths()));
  }

  /**
   * The overlay of that name.
   *
   * @throws OverlayException when there is none, with what may have been meant
   */
  Overlay overlay(String name) {
    SiteLayer layer = layer(name);
    if (!store.exists(name)) {
      throw new OverlayException(
          "no overlay %1$s%2$s; wwj overlay create %1$s"
              .formatted(name, Spelling.hint(name, store.names())));
    }
    return layer.overlay();
  }

  SiteLayer layer(String name) {
    return new SiteLayer(store, config.paths(), name);
  }

  /**
   * The file of an overlay.
   *
   * @throws OverlayException when there is none, with what may have been meant
   */
  static OverlayFile file(Overlay overlay, String given) {
    String path = InnerPath.ofFile(given);
    OverlayFile file = overlay.files().get(path);
    if (file == null) {
      throw absent(overlay, path);
    }
    return file;
  }

  static OverlayException absent(Overlay overlay, String path) {
    return new OverlayException(
        "overlay %s has no file %s%s"
            .formatted(overlay.name(), path, Spelling.hint(path, overlay.files().keySet())));
  }

  /** A renderer of them. */
  public OverlayRenderer renderer() {
    ImageStore images = new ImageStore(config.paths().chroots(), config.paths().provision());
    return new OverlayRenderer(store, images, hostName());
  }

  /** A fresh node with the server's name, for looking at templates of the server itself. */
  static Node server() {
    String name = hostName();
    String text = "nodes:\n  \"%1$s\": {cluster name: \"%1$s\"}\n".formatted(name);
    return new Merge(NodesFile.parse(Path.of("nodes.conf"), text)).node(name).node();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Which nodes get which overlay, also as part of another. */
  SortedMap<String, SortedSet<String>> nodes() {
    SortedMap<String, SortedSet<String>> nodes = new TreeMap<>();
    for (Node node : new Merge(NodesFile.read(config.nodesFile())).nodes()) {
      for (Kind kind : Kind.values()) {
        for (String overlay : kind.of(node)) {
          nodes.computeIfAbsent(overlay, key -> new TreeSet<>()).add(node.name());
        }
      }
    }
    for (String name : store.names()) {
      SortedSet<String> own = nodes.getOrDefault(name, new TreeSet<>());
      for (String included : own.isEmpty() ? List.<String>of() : store.look(name).includes()) {
        nodes.computeIfAbsent(included, key -> new TreeSet<>()).addAll(own);
      }
    }
    return nodes;
  }

  /** Who would miss an overlay: nodes that get it, profiles that name it, overlays made of it. */
  List<String> users(String name) {
    List<String> users = new ArrayList<>();
    SortedSet<String> nodes = nodes().getOrDefault(name, new TreeSet<>());
    if (!nodes.isEmpty()) {
      users.add("node" + (nodes.size() == 1 ? " " : "s ") + HostList.compress(nodes));
    }
    for (Definition profile : NodesFile.read(config.nodesFile()).profiles().values()) {
      if (names(profile, Field.SYSTEM_OVERLAY, name)
          || names(profile, Field.RUNTIME_OVERLAY, name)) {
        users.add("profile " + profile.name());
      }
    }
    for (String wider : store.names()) {
      if (!wider.equals(name) && store.brings(wider, name)) {
        users.add("overlay " + wider);
      }
    }
    return users;
  }

  private static boolean names(Definition definition, Field field, String name) {
    Setting setting = definition.settings().get(FieldKey.of(field));
    return setting != null
        && setting.value() instanceof Value.Items(var items)
        && items.contains(name);
  }
}
