package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.history.UnifiedDiff;
import org.wwj.template.GoString;

/** What a site changed in an overlay that ships, as a unified diff with modes and owners. */
public final class LayerDiff {
  private LayerDiff() {}

  /**
   * The difference.
   *
   * @param path of one file or folder; empty for all
   */
  public static String of(Overlay overlay, String path) {
    StringBuilder out = new StringBuilder();
    for (OverlayFile file : overlay.files().values()) {
      boolean wanted =
          path.isEmpty() || file.path().equals(path) || file.path().startsWith(path + "/");
      OverlayFile lower =
          file.layer() == Layer.SITE
              ? overlay.covered(file).orElse(null)
              : overlay.below().get(file.path());
      if (wanted && !same(file, lower)) {
        file(out, overlay, lower, file);
      }
    }
    if (overlay.opaque()) {
      hidden(out, overlay, path);
    }
    return out.toString();
  }

  /** What only a folder of the site's brings along says nothing. */
  private static boolean same(OverlayFile file, @Nullable OverlayFile lower) {
    return lower == null && file.isFolder();
  }

  private static void file(
      StringBuilder out, Overlay overlay, @Nullable OverlayFile from, OverlayFile to) {
    StringBuilder head = new StringBuilder();
    if (from == null) {
      head.append("new %s %s %s:%s\n".formatted(to.type(), to.octal(), to.user(), to.group()));
    } else {
      change(head, "type", from.type().toString(), to.type().toString());
      change(head, "mode", from.octal(), to.octal());
      change(head, "owner", from.user() + ":" + from.group(), to.user() + ":" + to.group());
    }
    String body = to.layer() == Layer.SITE ? content(from, to) : "";
    if (!head.isEmpty() || !body.isEmpty()) {
      out.append("diff %s/%s\n".formatted(overlay.name(), to.path())).append(head).append(body);
    }
  }

  private static void change(StringBuilder out, String what, String from, String to) {
    if (!from.equals(to)) {
      out.append("old %1$s %2$s\nnew %1$s %3$s\n".formatted(what, from, to));
    }
  }

  private static String content(@Nullable OverlayFile from, OverlayFile to) {
    String old = from == null ? "" : text(from);
    String now = text(to);
    if (old.equals(now)) {
      return "";
    }
    if (old.indexOf('\0') >= 0 || now.indexOf('\0') >= 0) {
      return "Binary files differ\n";
    }
    String before = from == null ? "/dev/null" : from.source().toString();
    return UnifiedDiff.of(before, to.source().toString(), old, now);
  }

  private static String text(OverlayFile file) {
    try {
      return switch (file.type()) {
        case FILE -> GoString.decode(Files.readAllBytes(file.source()));
        case LINK -> "-> " + Files.readSymbolicLink(file.source()) + "\n";
        default -> "";
      };
    } catch (IOException e) {
      throw new OverlayException(file.source() + " cannot be read: " + e, e);
    }
  }

  private static void hidden(StringBuilder out, Overlay overlay, String path) {
    for (OverlayFile lower : overlay.below().values()) {
      boolean wanted =
          path.isEmpty() || lower.path().equals(path) || lower.path().startsWith(path + "/");
      boolean there =
          overlay.files().containsKey(lower.path())
              || (!lower.isFolder() && overlay.files().containsKey(lower.counterpart()));
      if (wanted && !there && !lower.isFolder()) {
        out.append("hidden %s/%s (%s)\n".formatted(overlay.name(), lower.path(), lower.source()));
      }
    }
  }
}
