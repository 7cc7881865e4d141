package org.wwj.image.chroot;

import java.nio.file.Path;
import org.wwj.config.SiteConfig.ImageMount;
import org.wwj.image.ImageException;

/**
 * A file or folder of the server that is seen in an image.
 *
 * @param source on the server
 * @param dest in the image, absolute
 * @param readonly whether the image may only read it
 * @param copy whether it is lent as a copy, which stays when the image changes it
 * @param wanted whether it was asked for by name, so that it must be there
 */
public record Bind(Path source, String dest, boolean readonly, boolean copy, boolean wanted) {
  private static final String FORM = "write SOURCE[:DEST[:ro|copy]], DEST absolute";

  /**
   * Reads {@code SOURCE[:DEST[:ro|copy]]} (warewulf.md §1).
   *
   * @throws ImageException saying what is wrong with it
   */
  public static Bind parse(String text) {
    String[] words = text.split(":", -1);
    String mode = words.length == 3 ? words[2] : "";
    if (words.length > 3
        || words[0].isEmpty()
        || (words.length == 3 && !mode.equals("ro") && !mode.equals("copy"))) {
      throw new ImageException("bind '" + text + "': " + FORM);
    }
    Path source = Path.of(words[0]).toAbsolutePath().normalize();
    String dest = words.length == 1 ? source.toString() : words[1];
    return new Bind(source, dest(text, dest), mode.equals("ro"), mode.equals("copy"), true);
  }

  /**
   * One of {@code image mounts:}.
   *
   * @throws ImageException saying what is wrong with it
   */
  public static Bind of(ImageMount mount) {
    String dest = mount.dest().isEmpty() ? mount.source() : mount.dest();
    return new Bind(
        Path.of(mount.source()), dest(dest, dest), mount.readonly(), mount.copy(), false);
  }

  private static String dest(String text, String dest) {
    Path path = Path.of(dest).normalize();
    if (!path.isAbsolute() || path.getNameCount() == 0 || dest.indexOf('\n') >= 0) {
      throw new ImageException("bind '" + text + "': " + FORM + " and not the root itself");
    }
    return path.toString();
  }
}
