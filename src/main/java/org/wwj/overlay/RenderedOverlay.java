package org.wwj.overlay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.archive.Entry;

/**
 * Overlays rendered for one node.
 *
 * @param entries by path, folders before what is in them
 * @param xattrs extended attributes by path, then by name
 * @param digest SHA-256 in hex over all of it; equal digests, equal archives
 */
public record RenderedOverlay(
    List<Entry> entries, Map<String, SortedMap<String, byte[]>> xattrs, String digest) {

  /**
   * These entries with their attributes.
   *
   * @param sums the SHA-256 of each plain file, by path
   */
  static RenderedOverlay of(
      List<Entry> entries,
      Map<String, SortedMap<String, byte[]>> xattrs,
      Map<String, byte[]> sums) {
    return new RenderedOverlay(entries, Map.copyOf(xattrs), digest(entries, xattrs, sums));
  }

  private static String digest(
      List<Entry> entries,
      Map<String, SortedMap<String, byte[]>> xattrs,
      Map<String, byte[]> sums) {
    MessageDigest digest = Content.sha256();
    for (Entry e : entries) {
      byte[] body =
          switch (e) {
            case Entry.Bytes b -> Objects.requireNonNull(sums.get(b.path()), b.path());
            case Entry.Symlink s -> s.target().getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
          };
      StringBuilder head = new StringBuilder(e.getClass().getSimpleName());
      head.append('\0').append(e.path()).append('\0').append(e.mode());
      head.append('\0').append(e.uid()).append('\0').append(e.gid());
      head.append('\0').append(e.mtime()).append('\0').append(body.length).append('\0');
      digest.update(head.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(body);
      xattrs
          .getOrDefault(e.path(), new TreeMap<>())
          .forEach((name, value) -> {
            digest.update((name + "\0" + value.length + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(value);
          });
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
