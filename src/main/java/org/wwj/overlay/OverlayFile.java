package org.wwj.overlay;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of an overlay as a node gets it.
 *
 * @param path on the node, without a leading slash
 * @param permissions its twelve bits
 * @param user whose it is: a number, or a name that the node knows
 * @param group the same of the group
 * @param layer by whose hand it is
 * @param source where it lies on the server
 */
public record OverlayFile(
    String path, Type type, int permissions, String user, String group, Layer layer, Path source) {

  /** What a file is. */
  public enum Type {
    FOLDER,
    LINK,
    FILE,
    /** A device, socket or pipe, which no node gets. */
    OTHER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static OverlayFile of(TreeFile file, Layer layer) {
    Owner owner = file.owner();
    Type type =
        file.isDirectory()
            ? Type.FOLDER
            : file.isLink() ? Type.LINK : file.isPlain() ? Type.FILE : Type.OTHER;
    return new OverlayFile(
        file.path(),
        type,
        file.permissions(),
        owner.user().isEmpty() ? Integer.toString(owner.uid()) : owner.user(),
        owner.group().isEmpty() ? Integer.toString(owner.gid()) : owner.group(),
        layer,
        file.source());
  }

  /** Whether it is rendered. */
  public boolean isTemplate() {
    return path.endsWith(".ww") && type != Type.FOLDER;
  }

  public boolean isFolder() {
    return type == Type.FOLDER;
  }

  /** The path of a template for what a plain file has, and the other way round. */
  String counterpart() {
    return isTemplate() ? path.substring(0, path.length() - ".ww".length()) : path + ".ww";
  }

  /** The permissions as {@code 0644}. */
  public String octal() {
    return "%04o".formatted(permissions);
  }
}
