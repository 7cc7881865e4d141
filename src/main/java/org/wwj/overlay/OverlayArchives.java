package org.wwj.overlay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Entry;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * The overlay archives that nodes ask for, always of the files as they are now. Properties:
 *
 * <ul>
 *   <li>overlays are laid again only when the snapshot, a tree or an included file changed, and
 *       packed again only when an output did;
 *   <li>one rendering at a time per node and kind, the others wait for it;
 *   <li>while an edit is broken the last good archive is served, and {@link #errors} tells;
 *   <li>what nodes share is in memory once; packed archives are kept while they have room.
 * </ul>
 */
public final class OverlayArchives {
  /** Of a file in an archive, with what fills up its last block. */
  private static final int HEADER_BYTES = 1024;

  private final OverlayRenderer renderer;
  private final Lru<String, Archive> archives;
  private final Map<Key, Slot> slots = new LinkedHashMap<>();

  /**
   * Archives made by a renderer.
   *
   * @param roomBytes memory for packed archives
   */
  public OverlayArchives(OverlayRenderer renderer, long roomBytes) {
    this.renderer = renderer;
    this.archives = new Lru<>(roomBytes);
  }

  private record Key(String node, Kind kind) {
    @Override
    public String toString() {
      return node + "/" + kind;
    }
  }

  /** What overlays were rendered of, and the last good rendering or why there is none. */
  private static final class Slot {
    private @Nullable Snapshot snapshot;
    private List<OverlayTree> trees = List.of();
    private List<Reads> reads = List.of();
    private @Nullable RenderedOverlay rendered;
    private volatile @Nullable String error;

    @SuppressWarnings("ReferenceEquality") // trees and snapshots are never changed
    boolean current(Snapshot now, List<OverlayTree> treesNow) {
      boolean same = snapshot == now && trees.size() == treesNow.size();
      for (int i = 0; same && i < trees.size(); i++) {
        same = trees.get(i) == treesNow.get(i);
      }
      return same && reads.stream().allMatch(Reads::current);
    }
  }

  /**
   * A node's archive.
   *
   * @throws OverlayException naming node, template, line and column, when it cannot be rendered and
   *     never could
   */
  public Archive archive(Node node, Kind kind, Snapshot snapshot, Packer packer) {
    Key key = new Key(node.name(), kind);
    Slot slot = slot(key, snapshot);
    synchronized (slot) {
      refresh(slot, key, node, snapshot, () -> renderer.trees(node, kind.of(node)));
      RenderedOverlay rendered = slot.rendered;
      if (rendered == null) {
        throw new OverlayException(slot.error == null ? "no archive" : slot.error);
      }
      String etag = packer.format() + "-" + rendered.digest().substring(0, 32);
      Archive known = archives.get(etag);
      if (known != null) {
        return known;
      }
      warnOfLostAttributes(node, rendered, packer);
      Archive archive = new Archive(pack(rendered, packer), etag);
      archives.put(etag, archive, archive.bytes().length);
      return archive;
    }
  }

  /** Renders a node's overlays before it asks for them, and answers what is wrong with them. */
  public Optional<String> prepare(Node node, Kind kind, Snapshot snapshot) {
    Key key = new Key(node.name(), kind);
    Slot slot = slot(key, snapshot);
    synchronized (slot) {
      refresh(slot, key, node, snapshot, () -> renderer.trees(node, kind.of(node)));
      return Optional.ofNullable(slot.error);
    }
  }

  private void refresh(
      Slot slot, Key key, Node node, Snapshot snapshot, Supplier<List<OverlayTree>> trees) {
    try {
      List<OverlayTree> now = trees.get();
      if (slot.current(snapshot, now)) {
        return;
      }
      slot.snapshot = snapshot;
      slot.trees = now;
      List<Reads> reads = new ArrayList<>();
      try {
        slot.rendered =
            renderer.render(
                node,
                now,
                snapshot,
                read -> {
                  if (!read.isEmpty()) {
                    reads.add(read);
                  }
                });
      } finally {
        slot.reads = List.copyOf(reads);
      }
      slot.error = null;
    } catch (OverlayException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(slot.error)) {
        Log.warn(
            "overlay-broken",
            "node",
            node.name(),
            "kind",
            key.kind(),
            "serving",
            slot.rendered == null ? "nothing" : "last good",
            "reason",
            message);
      }
      slot.error = message;
    }
  }

  private static void warnOfLostAttributes(Node node, RenderedOverlay rendered, Packer packer) {
    if (!packer.keepsXattrs() && !rendered.xattrs().isEmpty()) {
      Log.warn(
          "overlay-xattrs-lost",
          "node",
          node.name(),
          "format",
          packer.format(),
          "paths",
          new TreeSet<>(rendered.xattrs().keySet()),
          "fix",
          "root: squashfs or tmpfs");
    }
  }

  private static byte[] pack(RenderedOverlay rendered, Packer packer) {
    int room = 64 << 10;
    for (Entry entry : rendered.entries()) {
      room += HEADER_BYTES + (entry instanceof Entry.Bytes file ? file.content().length : 0);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(room);
    try {
      packer.writer().write(rendered, bytes);
    } catch (IOException e) {
      throw new OverlayException("overlays cannot be packed as " + packer.format() + ": " + e, e);
    }
    return bytes.toByteArray();
  }

  /** The node's slot; those of nodes that are gone go when a new snapshot comes. */
  @SuppressWarnings("ReferenceEquality") // a snapshot is never changed
  private Slot slot(Key key, Snapshot snapshot) {
    synchronized (slots) {
      // Of nodes that are gone; to look for them each time would take longer than to render.
      if (slots.size() > Kind.values().length * snapshot.nodes().size()) {
        slots.keySet().removeIf(known -> !snapshot.nodes().containsKey(known.node()));
      }
      return slots.computeIfAbsent(key, k -> new Slot());
    }
  }

  /**
   * What is broken of that which nodes asked for, by {@code node/kind}, as the files are now: what
   * has been mended since is rendered, and no longer among it.
   */
  public SortedMap<String, String> errors(Snapshot snapshot) {
    SortedMap<String, String> errors = new TreeMap<>();
    Map<List<String>, List<OverlayTree>> trees = new HashMap<>();
    broken()
        .forEach((key, slot) ->
            snapshot
                .node(key.node())
                .ifPresent(node -> {
                  synchronized (slot) {
                    List<String> overlays = key.kind().of(node);
                    Supplier<List<OverlayTree>> now =
                        () -> trees.computeIfAbsent(overlays, names -> renderer.trees(node, names));
                    refresh(slot, key, node, snapshot, now);
                    String error = slot.error;
                    if (error != null) {
                      errors.put(key.toString(), error);
                    }
                  }
                }));
    return errors;
  }

  private Map<Key, Slot> broken() {
    Map<Key, Slot> broken = new LinkedHashMap<>();
    synchronized (slots) {
      slots.forEach((key, slot) -> {
        if (slot.error != null) {
          broken.put(key, slot);
        }
      });
    }
    return broken;
  }
}
