package org.wwj.overlay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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

  private final SortedMap<String, Entry> entries = new TreeMap<>();

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
    if (covered instanceof Entry.Directory && !(entry instanceof Entry.Directory)) {
      throw new OverlayException("/" + path + " is a folder in an earlier overlay");
    }
    if (entry instanceof Entry.Directory
        && covered != null
        && !(covered instanceof Entry.Directory)) {
      throw new OverlayException("/" + path + " is no folder in an earlier overlay");
    }
  }

  /** A template's output, keeping what it covers as {@code .wwbackup} once. */
  void put(Slots.Slot slot, TreeFile template) {
    String path = slot.path();
    @Nullable Entry covered = entries.get(path);
    boolean keep = covered instanceof Entry.Bytes || covered instanceof Entry.Symlink;
    if (keep && slot.backup() && !entries.containsKey(path + BACKUP) && covered != null) {
      put(renamed(covered, path + BACKUP));
    }
    int uid = template.uid();
    int gid = template.gid();
    @Nullable String target = slot.target();
    put(
        target != null
            ? new Entry.Symlink(path, 0777, uid, gid, template.mtime(), target)
            : new Entry.Bytes(
                path,
                template.permissions(),
                uid,
                gid,
                template.mtime(),
                GoString.encode(slot.text())));
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

  RenderedOverlay rendered() {
    return new RenderedOverlay(List.copyOf(entries.values()), digest());
  }

  private String digest() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
    for (Entry e : entries.values()) {
      byte[] body =
          switch (e) {
            case Entry.Bytes b -> b.content();
            case Entry.Symlink s -> s.target().getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
          };
      String head =
          "%s\0%s\0%o\0%d\0%d\0%d\0%d\0"
              .formatted(
                  e.getClass().getSimpleName(),
                  e.path(),
                  e.mode(),
                  e.uid(),
                  e.gid(),
                  e.mtime(),
                  body.length);
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(body);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
