package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Entry;
import org.wwj.archive.Xattrs;
import org.wwj.image.ImageStore;
import org.wwj.overlay.ssh.HostKeys;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;
import org.wwj.template.GoString;
import org.wwj.template.Template;
import org.wwj.template.TemplateException;

/** Renders overlays for a node. Templates are parsed once per change of their file. */
public final class OverlayRenderer {
  private static final int MAX_PARSED = 4096;

  private final OverlayStore store;
  private final ImageStore images;
  private final String buildHost;
  private final Path hostRoot;
  private final Map<Path, Parsed> parsed = new ConcurrentHashMap<>();
  private volatile @Nullable AllNodes allNodes;
  private volatile @Nullable HostKeys hostKeys;

  /**
   * A renderer over a store.
   *
   * @param images where {@code IncludeFrom} finds images
   * @param buildHost the server's name, as templates may print it
   */
  public OverlayRenderer(OverlayStore store, ImageStore images, String buildHost) {
    this(store, images, buildHost, Path.of("/"));
  }

  /**
   * As above.
   *
   * @param hostRoot the root of the server's files that templates include
   */
  public OverlayRenderer(OverlayStore store, ImageStore images, String buildHost, Path hostRoot) {
    this.store = store;
    this.images = images;
    this.buildHost = buildHost;
    this.hostRoot = hostRoot;
  }

  private record Parsed(String stamp, boolean outside, Template template) {}

  private record AllNodes(Snapshot snapshot, Map<String, Struct> structs) {}

  /**
   * Lays the overlays over each other, later ones on top, and renders their templates.
   *
   * @throws OverlayException naming node, overlay, file, line and column
   */
  public RenderedOverlay render(Node node, List<String> overlays, Snapshot snapshot) {
    return render(node, trees(node, overlays), snapshot, new Reads());
  }

  List<OverlayTree> trees(Node node, List<String> overlays) {
    List<OverlayTree> trees = new ArrayList<>();
    try {
      store.withIncluded(overlays).forEach(overlay -> trees.add(store.tree(overlay)));
    } catch (OverlayException e) {
      throw new OverlayException("node " + node.name() + ": " + e.getMessage(), e);
    }
    return trees;
  }

  RenderedOverlay render(Node node, List<OverlayTree> trees, Snapshot snapshot, Reads reads) {
    Layers layers = new Layers();
    for (OverlayTree tree : trees) {
      for (TreeFile file : tree.files().values()) {
        try {
          if (file.isTemplate()) {
            render(node, tree.name(), file, snapshot, reads, layers);
          } else {
            copy(file, layers);
          }
        } catch (TemplateException | OverlayException | IOException e) {
          throw new OverlayException(
              "node %s, overlay %s: %s".formatted(node.name(), tree.name(), e.getMessage()), e);
        }
      }
    }
    try {
      return layers.rendered(
          new Owners(node.imageName(), path -> nodeFile(node, path, layers, reads)));
    } catch (OverlayException e) {
      throw new OverlayException("node " + node.name() + ": " + e.getMessage(), e);
    }
  }

  /** A file as the node will have it: the overlays', else the image's. */
  private Optional<String> nodeFile(Node node, String path, Layers layers, Reads reads) {
    Optional<String> laid = layers.text(path);
    return laid.isPresent() || !ImageStore.validName(node.imageName())
        ? laid
        : ImageFiles.text(images, node.imageName(), path, reads);
  }

  private static void copy(TreeFile file, Layers layers) throws IOException {
    String path = file.path();
    Owner owner = file.owner();
    int mode = file.permissions();
    int uid = owner.uid();
    int gid = owner.gid();
    if (file.isDirectory()) {
      layers.put(
          new Entry.Directory(path, mode, uid, gid, Layers.FOLDER_TIME), owner, new TreeMap<>());
    } else if (file.isLink()) {
      String target = Files.readSymbolicLink(file.source()).toString();
      layers.put(
          new Entry.Symlink(path, 0777, uid, gid, file.mtime(), target), owner, new TreeMap<>());
    } else if (file.isPlain()) {
      byte[] content = Files.readAllBytes(file.source());
      layers.put(
          new Entry.Bytes(path, mode, uid, gid, file.mtime(), content),
          owner,
          Xattrs.read(file.source()));
    } else {
      throw new OverlayException(
          file.source() + " is no file, folder or link; overlays hold only these");
    }
  }

  private void render(
      Node node, String overlay, TreeFile file, Snapshot snapshot, Reads reads, Layers layers)
      throws IOException {
    String path = file.path().substring(0, file.path().length() - ".ww".length());
    if (path.isEmpty() || path.endsWith("/")) {
      throw new OverlayException(file.source() + " would have no name without .ww");
    }
    if (file.isLink()) {
      layers.put(
          new Entry.Symlink(
              path,
              0777,
              file.owner().uid(),
              file.owner().gid(),
              file.mtime(),
              Files.readSymbolicLink(file.source()).toString().replaceFirst("\\.ww$", "")));
      return;
    }
    Rendering rendering = rendering(node, overlay, file, path, snapshot, reads);
    for (Slots.Slot slot : rendering.slots().written()) {
      layers.put(slot, file, rendering.secret());
    }
  }

  /** What a template becomes, which writes the path by default. */
  private Rendering rendering(
      Node node, String overlay, TreeFile file, String path, Snapshot snapshot, Reads reads)
      throws IOException {
    HostFiles files = HostFiles.of(hostRoot, snapshot.config());
    Rendering rendering =
        new Rendering(
            new Slots(path), reads, files, images, snapshot.config(), hostKeys(files), node);
    Map<String, Struct> all = structs(snapshot);
    Struct self = all.containsKey(node.name()) ? all.get(node.name()) : NodeStruct.of(node);
    Struct data =
        TemplateStruct.of(
            node,
            self == null ? NodeStruct.of(node) : self,
            () -> List.copyOf(all.values()),
            snapshot.config(),
            overlay,
            file,
            buildHost);
    template(file, snapshot.config().overlays().outside()).render(data, rendering);
    return rendering;
  }

  /**
   * What one file of an overlay becomes for a node, alone, whether its name ends in {@code .ww} or
   * not.
   *
   * @throws OverlayException naming node, overlay, file, line and column
   */
  public Preview preview(Node node, String overlay, String path, Snapshot snapshot) {
    TreeFile file = store.tree(overlay).files().get(path);
    if (file == null || file.isDirectory()) {
      throw new OverlayException("overlay " + overlay + " has no file " + path);
    }
    String output = file.isTemplate() ? path.substring(0, path.length() - 3) : path;
    try {
      return file.isLink()
          ? Preview.link(Files.readSymbolicLink(file.source()).toString())
          : Preview.of(rendering(node, overlay, file, output, snapshot, new Reads()).slots());
    } catch (TemplateException | IOException e) {
      throw new OverlayException(
          "node %s, overlay %s: %s".formatted(node.name(), overlay, e.getMessage()), e);
    }
  }

  private Template template(TreeFile file, boolean outside) throws IOException {
    Parsed known = parsed.get(file.source());
    if (known != null && known.stamp().equals(file.stamp()) && known.outside() == outside) {
      return known.template();
    }
    String text = GoString.decode(Files.readAllBytes(file.source()));
    Template template = Templates.parse(file.source().toString(), text, outside);
    if (parsed.size() >= MAX_PARSED) {
      parsed.clear();
    }
    parsed.put(file.source(), new Parsed(file.stamp(), outside, template));
    return template;
  }

  /** One for the site's folder, which a new wwj.conf may move. */
  private HostKeys hostKeys(HostFiles files) {
    HostKeys known = hostKeys;
    if (known == null || !known.secret().startsWith(files.keys())) {
      known = new HostKeys(files.keys());
      hostKeys = known;
    }
    return known;
  }

  /** The nodes as structs, made once a snapshot. */
  private Map<String, Struct> structs(Snapshot snapshot) {
    AllNodes known = allNodes;
    if (known != null && known.snapshot() == snapshot) {
      return known.structs();
    }
    Map<String, Struct> structs = new java.util.LinkedHashMap<>();
    snapshot.nodes().values().stream()
        .sorted(java.util.Comparator.comparing(Node::clusterName).thenComparing(Node::name))
        .forEach(node -> structs.put(node.name(), NodeStruct.of(node)));
    allNodes = new AllNodes(snapshot, structs);
    return structs;
  }
}
