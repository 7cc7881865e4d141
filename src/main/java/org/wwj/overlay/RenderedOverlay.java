package org.wwj.overlay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

  /** These entries with their attributes. */
  static RenderedOverlay of(List<Entry> entries, Map<String, SortedMap<String, byte[]>> xattrs) {
    return new RenderedOverlay(entries, Map.copyOf(xattrs), digest(entries, xattrs));
  }

  private static String digest(List<Entry> entries, Map<String, SortedMap<String, byte[]>> xattrs) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
    for (Entry e : entries) {
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
