package org.wwj.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Entry;
import org.wwj.template.GoString;

/** Files laid over each other by path, the last one on top. */
final class Layers {
  /** A folder's own time changes with each editor's temporary file in it, so it is not kept. */
  static final long FOLDER_TIME = 0;

  private static final String BACKUP = ".wwbackup";
  private static final int OTHERS = 07;

  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final Map<String, Owner> named = new HashMap<>();
  private final Map<String, SortedMap<String, byte[]>> xattrs = new HashMap<>();
  private final Map<String, byte[]> sums = new HashMap<>();
  private final Map<String, List<Writer>> writers = new HashMap<>();
  private @Nullable Writer writer;

  /** One who writes: a file of an overlay. */
  record Writer(String overlay, TreeFile file) {}

  /** Who is at it from now on. */
  void by(String overlay, TreeFile file) {
    writer = new Writer(overlay, file);
  }

  /** Who wrote to each path, the last one last. */
  Map<String, List<Writer>> writers() {
    return writers;
  }

  /** Lays a file without attributes, whose owner its numbers say. */
  void put(Entry entry) {
    String path = entry.path();
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      Entry folder = entries.get(path.substring(0, slash));
      if (folder instanceof Entry.Directory) {
        break;
      }
      if (folder != null) {
        throw new OverlayException(
            "/" + path + " cannot be written: /" + folder.path() + " is no folder");
      }
      entries.put(
          path.substring(0, slash),
          new Entry.Directory(path.substring(0, slash), 0755, 0, 0, FOLDER_TIME));
    }
    Entry covered = entries.put(path, entry);
    if (writer != null) {
      writers.computeIfAbsent(path, p -> new ArrayList<>(1)).add(writer);
    }
    named.remove(path);
    xattrs.remove(path);
    sums.remove(path);
    if (covered instanceof Entry.Directory && !(entry instanceof Entry.Directory)) {
      throw new OverlayException("/" + path + " is a folder in an earlier overlay");
    }
    if (entry instanceof Entry.Directory
        && covered != null
        && !(covered instanceof Entry.Directory)) {
      throw new OverlayException("/" + path + " is no folder in an earlier overlay");
    }
  }

  /** Lays a folder or a link of an overlay as it is. */
  void put(Entry entry, Owner owner) {
    put(entry);
    name(entry.path(), owner);
  }

  /** Lays a file of an overlay as it is. */
  void put(Entry.Bytes entry, Content content, Owner owner, SortedMap<String, byte[]> attributes) {
    put(entry);
    sums.put(entry.path(), content.sum());
    name(entry.path(), owner);
    if (!attributes.isEmpty()) {
      xattrs.put(entry.path(), attributes);
    }
  }

  private void name(String path, Owner owner) {
    if (owner.named()) {
      named.put(path, owner);
    }
  }

  /**
   * Lays a template's output, keeping what it covers as {@code .wwbackup} once.
   *
   * @param template what it was made of
   * @param secret whether not everybody may read it
   */
  void put(Result.Piece piece, TreeFile template, boolean secret) {
    String path = piece.path();
    TreeFile file = template.writing(path);
    if (secret && piece.target() == null && (file.permissions() & OTHERS) != 0) {
      throw new OverlayException(
          "%s: it holds a secret, but with mode %04o everybody on the node could read /%s; add a line  0600 %s  to the overlay's file modes"
              .formatted(template.source(), file.permissions(), path, path));
    }
    @Nullable Entry covered = entries.get(path);
    boolean keep = covered instanceof Entry.Bytes || covered instanceof Entry.Symlink;
    if (keep && piece.backup() && !entries.containsKey(path + BACKUP) && covered != null) {
      @Nullable Owner owner = named.get(path);
      byte @Nullable [] sum = sums.get(path);
      put(renamed(covered, path + BACKUP));
      writers.put(path + BACKUP, new ArrayList<>(writers.getOrDefault(path, List.of())));
      if (sum != null) {
        sums.put(path + BACKUP, sum);
      }
      name(path + BACKUP, owner == null ? Owner.ROOT : owner);
    }
    int uid = file.owner().uid();
    int gid = file.owner().gid();
    @Nullable String target = piece.target();
    put(
        target != null
            ? new Entry.Symlink(path, 0777, uid, gid, file.mtime(), target)
            : new Entry.Bytes(
                path, file.permissions(), uid, gid, file.mtime(), piece.content().bytes()));
    if (target == null) {
      sums.put(path, piece.content().sum());
    }
    name(path, file.owner());
  }

  private static Entry renamed(Entry entry, String path) {
    return switch (entry) {
      case Entry.Bytes b ->
          new Entry.Bytes(path, b.mode(), b.uid(), b.gid(), b.mtime(), b.content());
      case Entry.Symlink s ->
          new Entry.Symlink(path, s.mode(), s.uid(), s.gid(), s.mtime(), s.target());
      default -> throw new IllegalArgumentException(entry.path());
    };
  }

  /** The text that is laid at a path, when it is a plain file. */
  Optional<String> text(String path) {
    return entries.get(path) instanceof Entry.Bytes bytes
        ? Optional.of(GoString.decode(bytes.content()))
        : Optional.empty();
  }

  /** All of it, with the names of owners looked up. */
  RenderedOverlay rendered(Owners owners) {
    named.forEach((path, owner) -> {
      Entry entry = entries.get(path);
      if (entry != null) {
        int uid = owner.user().isEmpty() ? owner.uid() : owners.user(owner.user(), path);
        int gid = owner.group().isEmpty() ? owner.gid() : owners.group(owner.group(), path);
        entries.put(path, owned(entry, uid, gid));
      }
    });
    return RenderedOverlay.of(List.copyOf(entries.values()), xattrs, sums);
  }

  private static Entry owned(Entry entry, int uid, int gid) {
    String path = entry.path();
    int mode = entry.mode();
    long mtime = entry.mtime();
    return switch (entry) {
      case Entry.Bytes b -> new Entry.Bytes(path, mode, uid, gid, mtime, b.content());
      case Entry.Symlink s -> new Entry.Symlink(path, mode, uid, gid, mtime, s.target());
      case Entry.Directory d -> new Entry.Directory(path, mode, uid, gid, mtime);
      default -> throw new IllegalArgumentException(path);
    };
  }
}
