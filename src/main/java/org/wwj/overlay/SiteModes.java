package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Changes modes and owners of an overlay's files for a site: of a file of the site's own in place,
 * of one that ships by a line in the site's {@code modes}, so that the file itself goes on to be
 * the one that ships.
 */
public final class SiteModes {
  private static final int MODE = 0644;

  private final SiteLayer layer;

  SiteModes(SiteLayer layer) {
    this.layer = layer;
  }

  /**
   * Changes a file's permissions: of a file of the site's in place, else by a line in the site's
   * modes, so that the file itself goes on to be the one that ships.
   *
   * @return where that stands now
   */
  public Path chmod(OverlayFile file, int mode) {
    if (file.type() == OverlayFile.Type.LINK) {
      throw new OverlayException(
          file.path() + " is a link (" + file.source() + "), which has no mode");
    }
    if (file.layer() == Layer.SITE) {
      layer.doing(
          "change " + file.source(), () -> Files.setAttribute(file.source(), "unix:mode", mode));
      if (now(file).permissions() == mode) {
        return file.source();
      }
    }
    return rule(file, mode, "");
  }

  /**
   * Changes a file's owner: of a file of the site's in place where numbers and this user's rights
   * allow, else by a line in the site's modes.
   *
   * @param user a number, or a name that the node knows
   * @return where that stands now
   */
  public Path chown(OverlayFile file, String user, String group) {
    if (file.layer() == Layer.SITE && Modes.isNumber(user) && Modes.isNumber(group)) {
      try {
        set(file.source(), "unix:uid", Integer.parseInt(user));
        set(file.source(), "unix:gid", Integer.parseInt(group));
      } catch (IOException e) {
        // then by a line, which needs no rights
      }
      OverlayFile changed = now(file);
      if (changed.user().equals(user) && changed.group().equals(group)) {
        // chown takes setuid bits away
        return changed.permissions() == file.permissions()
            ? file.source()
            : chmod(changed, file.permissions());
      }
    }
    return rule(file, file.permissions(), user + ":" + group);
  }

  private static void set(Path file, String attribute, int value) throws IOException {
    Files.setAttribute(file, attribute, value, LinkOption.NOFOLLOW_LINKS);
  }

  private OverlayFile now(OverlayFile file) {
    OverlayFile now = layer.overlay().files().get(file.path());
    if (now == null) {
      throw new OverlayException(file.source() + " is gone");
    }
    return now;
  }

  private Path rule(OverlayFile file, int mode, String owner) {
    layer.doing("write " + rules(), () -> put(ModesFile.with(text(), file.path(), mode, owner)));
    return rules();
  }

  /** Takes out the line for a path that is no more. */
  void forget(String path) throws IOException {
    put(ModesFile.without(text(), path));
  }

  private Path rules() {
    return layer.folder().resolve(Modes.FILE);
  }

  private String text() throws IOException {
    return Files.exists(rules()) ? Files.readString(rules()) : "";
  }

  private void put(String text) throws IOException {
    if (text.isEmpty()) {
      Files.deleteIfExists(rules());
    } else if (!text.equals(text())) {
      layer.place(
          rules(),
          file -> {
            Files.writeString(file, text);
            Files.setAttribute(file, "unix:mode", MODE);
          });
    }
  }
}
