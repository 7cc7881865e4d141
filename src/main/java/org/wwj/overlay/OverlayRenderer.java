package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.wwj.archive.Entry;
import org.wwj.image.ImageStore;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;
import org.wwj.template.TemplateException;

/**
 * Renders overlays for a node. What single templates write is kept by what they read, and files are
 * read once: of nodes that are alike, or of a node again, only what differs is made.
 */
public final class OverlayRenderer {
  /** About 10 KiB a node are enough; less, and some is rendered again. */
  private static final long RESULTS_BYTES =
      Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);

  private static final long FILES_BYTES = 32L << 20;

  private final OverlayStore store;
  private final ImageStore images;
  private final TemplateRenderer templates;
  private final Contents contents = new Contents(FILES_BYTES);
  private final Map<String, OverlayTree> trees = new ConcurrentHashMap<>();

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
    this.templates = new TemplateRenderer(images, buildHost, hostRoot, RESULTS_BYTES);
  }

  /**
   * Lays the overlays over each other, later ones on top, and renders their templates.
   *
   * @throws OverlayException naming node, overlay, file, line and column
   */
  public RenderedOverlay render(Node node, List<String> overlays, Snapshot snapshot) {
    return render(node, trees(node, overlays), snapshot, reads -> {});
  }

  /** The overlays' trees: each the same object as long as its files are as they were. */
  List<OverlayTree> trees(Node node, List<String> overlays) {
    List<OverlayTree> found = new ArrayList<>();
    try {
      for (String overlay : store.withIncluded(overlays)) {
        OverlayTree now = store.tree(overlay);
        OverlayTree known = trees.get(overlay);
        if (known != null && known.stamp().equals(now.stamp())) {
          now = known;
        } else {
          trees.put(overlay, now);
        }
        found.add(now);
      }
    } catch (OverlayException e) {
      throw new OverlayException("node " + node.name() + ": " + e.getMessage(), e);
    }
    return found;
  }

  /**
   * As above.
   *
   * @param reads told of the files outside the overlays that it depends on, also when it fails
   */
  RenderedOverlay render(
      Node node, List<OverlayTree> trees, Snapshot snapshot, Consumer<Reads> reads) {
    return lay(node, trees, snapshot, reads, new Layers());
  }

  private RenderedOverlay lay(
      Node node, List<OverlayTree> trees, Snapshot snapshot, Consumer<Reads> reads, Layers layers) {
    Results.Subject subject = new Results.Subject(node, templates.nodes(snapshot));
    for (OverlayTree tree : trees) {
      for (TreeFile file : tree.files().values()) {
        layers.by(tree.name(), file);
        try {
          if (file.isTemplate()) {
            render(subject, tree.name(), file, reads, layers);
          } else {
            copy(file, layers);
          }
        } catch (OverlayException | IOException e) {
          throw new OverlayException(
              "node %s, overlay %s: %s".formatted(node.name(), tree.name(), e.getMessage()), e);
        }
      }
    }
    Reads own = new Reads();
    try {
      return layers.rendered(
          new Owners(node.imageName(), path -> nodeFile(node, path, layers, own)));
    } catch (OverlayException e) {
      throw new OverlayException("node " + node.name() + ": " + e.getMessage(), e);
    } finally {
      reads.accept(own);
    }
  }

  /**
   * Every file of a node by its path, and who writes it.
   *
   * @throws OverlayException naming node, overlay, file, line and column
   */
  public SortedMap<String, TracedFile> trace(Node node, Kind kind, Snapshot snapshot) {
    Layers layers = new Layers();
    RenderedOverlay rendered = lay(node, trees(node, kind.of(node)), snapshot, reads -> {}, layers);
    SortedMap<String, TracedFile> files = new TreeMap<>();
    for (Entry entry : rendered.entries()) {
      List<TracedFile.Source> sources = new ArrayList<>();
      for (Layers.Writer writer : layers.writers().getOrDefault(entry.path(), List.of())) {
        for (Path covered : store.covered(writer.overlay(), writer.file())) {
          sources.add(source(writer.overlay(), covered));
        }
        sources.add(source(writer.overlay(), writer.file().source()));
      }
      files.put(entry.path(), new TracedFile(kind, entry, sources.reversed()));
    }
    return files;
  }

  private TracedFile.Source source(String overlay, Path file) {
    return new TracedFile.Source(overlay, store.layerOf(file), file);
  }

  /** With what values a template of an overlay is rendered for a node. */
  public TracedValues values(Node node, TracedFile.Source source, Snapshot snapshot) {
    TreeFile file =
        store.tree(source.overlay()).files().values().stream()
            .filter(known -> known.source().equals(source.file()) && known.isTemplate())
            .findFirst()
            .orElse(null);
    if (file == null || file.isLink()) {
      return TracedValues.NONE;
    }
    Seen seen = new Seen();
    try {
      Rendering rendering =
          templates.look(
              source.overlay(), file, new Results.Subject(node, templates.nodes(snapshot)), seen);
      return new TracedValues(seen.values(), rendering.reads().files(), rendering.secret());
    } catch (IOException e) {
      throw new OverlayException(source.file() + " cannot be read: " + e, e);
    }
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
    Results.Subject subject = new Results.Subject(node, templates.nodes(snapshot));
    try {
      return file.isLink()
          ? Preview.link(Files.readSymbolicLink(file.source()).toString())
          : Preview.of(templates.preview(overlay, file, output, subject));
    } catch (TemplateException | IOException e) {
      throw new OverlayException(
          "node %s, overlay %s: %s".formatted(node.name(), overlay, e.getMessage()), e);
    }
  }

  /** A file as the node will have it: the overlays', else the image's. */
  private Optional<String> nodeFile(Node node, String path, Layers layers, Reads reads) {
    Optional<String> laid = layers.text(path);
    return laid.isPresent() || !ImageStore.validName(ImageStore.nameOf(node.imageName()))
        ? laid
        : ImageFiles.text(images, node.imageName(), path, reads);
  }

  private void copy(TreeFile file, Layers layers) throws IOException {
    String path = file.path();
    Owner owner = file.owner();
    int mode = file.permissions();
    int uid = owner.uid();
    int gid = owner.gid();
    if (file.isDirectory()) {
      layers.put(new Entry.Directory(path, mode, uid, gid, Layers.FOLDER_TIME), owner);
    } else if (file.isLink()) {
      String target = Files.readSymbolicLink(file.source()).toString();
      layers.put(new Entry.Symlink(path, 0777, uid, gid, file.mtime(), target), owner);
    } else if (file.isPlain()) {
      Contents.Plain plain = contents.of(file);
      layers.put(
          new Entry.Bytes(path, mode, uid, gid, file.mtime(), plain.content().bytes()),
          plain.content(),
          owner,
          plain.xattrs());
    } else {
      throw new OverlayException(
          file.source() + " is no file, folder or link; overlays hold only these");
    }
  }

  private void render(
      Results.Subject subject, String overlay, TreeFile file, Consumer<Reads> reads, Layers layers)
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
    Result result = templates.render(overlay, file, subject);
    reads.accept(result.reads());
    if (result.error() != null) {
      throw new OverlayException(result.error());
    }
    for (Result.Piece piece : result.pieces()) {
      layers.put(piece, file, result.secret());
    }
  }
}
