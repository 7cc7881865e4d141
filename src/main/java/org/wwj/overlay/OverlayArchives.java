package org.wwj.overlay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * The overlay archives that nodes ask for, always of the files as they are now. Properties:
 *
 * <ul>
 *   <li>an archive is rendered again only when the snapshot, a tree or an included file changed;
 *   <li>one rendering at a time per node and kind, the others wait for it;
 *   <li>while an edit is broken the last good archive is served, and {@link #errors} tells;
 *   <li>what was asked for longest ago is dropped when the archives fill their room.
 * </ul>
 */
public final class OverlayArchives {
  private final OverlayRenderer renderer;
  private final long room;
  private final Map<Key, Slot> slots = new LinkedHashMap<>(64, 0.75f, true);
  private long used;

  /**
   * Archives made by a renderer.
   *
   * @param roomBytes memory for archives kept
   */
  public OverlayArchives(OverlayRenderer renderer, long roomBytes) {
    this.renderer = renderer;
    this.room = roomBytes;
  }

  private record Key(String node, Kind kind, String format) {}

  /** What an archive was made of, and the archive or why there is none. */
  private static final class Slot {
    private @Nullable Snapshot snapshot;
    private String stamp = "";
    private Reads reads = new Reads();
    private @Nullable Archive archive;
    private volatile @Nullable String error;
    private long size;

    boolean current(Snapshot now, String stampNow) {
      return snapshot == now && stamp.equals(stampNow) && reads.current();
    }
  }

  /**
   * A node's archive.
   *
   * @throws OverlayException naming node, template, line and column, when it cannot be rendered and
   *     never could
   */
  public Archive archive(Node node, Kind kind, Snapshot snapshot, Packer packer) {
    Key key = new Key(node.name(), kind, packer.format());
    Slot slot = slot(key);
    synchronized (slot) {
      refresh(slot, node, kind, snapshot, packer);
      keep(key, slot);
      Archive archive = slot.archive;
      if (archive == null) {
        throw new OverlayException(slot.error == null ? "no archive" : slot.error);
      }
      return archive;
    }
  }

  private void refresh(Slot slot, Node node, Kind kind, Snapshot snapshot, Packer packer) {
    try {
      List<OverlayTree> trees = renderer.trees(node, kind.of(node));
      StringBuilder stamp = new StringBuilder();
      trees.forEach(tree -> stamp.append(tree.name()).append('\n').append(tree.stamp()));
      if (slot.current(snapshot, stamp.toString())) {
        return;
      }
      slot.snapshot = snapshot;
      slot.stamp = stamp.toString();
      slot.reads = new Reads();
      RenderedOverlay rendered = renderer.render(node, trees, snapshot, slot.reads);
      String etag = packer.format() + "-" + rendered.digest().substring(0, 32);
      Archive last = slot.archive;
      if (last == null || !last.etag().equals(etag)) {
        warnOfLostAttributes(node, rendered, packer);
        slot.archive = new Archive(pack(rendered, packer), etag);
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
            kind,
            "serving",
            slot.archive == null ? "nothing" : "last good",
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 << 10);
    try {
      packer.writer().write(rendered, bytes);
    } catch (IOException e) {
      throw new OverlayException("overlays cannot be packed as " + packer.format() + ": " + e, e);
    }
    return bytes.toByteArray();
  }

  private Slot slot(Key key) {
    synchronized (slots) {
      return slots.computeIfAbsent(key, k -> new Slot());
    }
  }

  /** Counts the archive's bytes and drops others while there are too many. */
  private void keep(Key key, Slot slot) {
    Archive archive = slot.archive;
    long size = archive == null ? 0 : archive.bytes().length;
    synchronized (slots) {
      if (slots.get(key) != slot) {
        return;
      }
      used += size - slot.size;
      slot.size = size;
      var oldest = slots.entrySet().iterator();
      while (used > room && oldest.hasNext()) {
        Slot candidate = oldest.next().getValue();
        if (candidate != slot) {
          used -= candidate.size;
          oldest.remove();
        }
      }
    }
  }

  /** What is broken now, by {@code node/kind}. */
  public SortedMap<String, String> errors() {
    SortedMap<String, String> errors = new TreeMap<>();
    synchronized (slots) {
      slots.forEach((key, slot) -> {
        String error = slot.error;
        if (error != null) {
          errors.put(key.node() + "/" + key.kind(), error);
        }
      });
    }
    return errors;
  }
}
