package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.wwj.image.ImageStore;
import org.wwj.template.TemplateException;

/** Files of an image's tree, which a name and the tree's own links cannot lead out of. */
final class ImageFiles {
  private ImageFiles() {}

  /**
   * The file's text; empty when there is none.
   *
   * @throws TemplateException for a name that leads out
   */
  static Optional<String> text(ImageStore images, String reference, String name, Reads reads) {
    String image = ImageStore.nameOf(reference); // of a generation only its own tree is left
    if (!ImageStore.validName(image)) {
      throw new TemplateException("'" + image + "' is no image's name");
    }
    Path root = images.rootfs(image);
    Path file = root.resolve(name.replaceFirst("^/+", "")).normalize();
    if (!file.startsWith(root)) {
      throw new TemplateException("'" + name + "' leads out of image " + image);
    }
    try {
      return reads.text(file.toRealPath().startsWith(root.toRealPath()) ? file : root.resolve("-"));
    } catch (IOException e) {
      return reads.text(file); // absent, which the next rendering will look at again
    }
  }
}
