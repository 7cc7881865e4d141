package org.wwj.cli.image;

import java.util.List;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;

/**
 * An image and perhaps one of its generations, as {@code NAME[@GENERATION]}.
 *
 * @param id empty for whichever counts
 */
record ImageReference(String image, String id) {
  /**
   * Reads it.
   *
   * @throws ImageException when no such image is there, with those that are
   */
  static ImageReference parse(String text, ImageStore store) {
    int at = text.indexOf('@');
    String image = at < 0 ? text : text.substring(0, at);
    List<String> known = store.list();
    if (!known.contains(image)) {
      throw new ImageException(
          "image '%s' does not exist; there are %s"
              .formatted(image, known.isEmpty() ? "none" : String.join(", ", known)));
    }
    return new ImageReference(image, at < 0 ? "" : text.substring(at + 1));
  }
}
