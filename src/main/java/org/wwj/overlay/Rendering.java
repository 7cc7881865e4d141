package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.wwj.image.ImageStore;
import org.wwj.registry.Node;
import org.wwj.template.Output;
import org.wwj.template.TemplateException;

/**
 * One template being rendered for one node: its outputs and what its functions may reach.
 *
 * @param slots the outputs
 * @param reads files it looks at
 * @param config folder that relative includes start from
 * @param images where {@code IncludeFrom} finds images
 * @param node whom it is for
 */
record Rendering(Slots slots, Reads reads, Path config, ImageStore images, Node node)
    implements Output {
  @Override
  public void write(String text) {
    slots.write(text);
  }

  @Override
  public boolean stopped() {
    return slots.stopped();
  }

  /** A file of the server. */
  Optional<String> include(String name) {
    return reads.text(config.resolve(name));
  }

  /** A file of an image's tree, which it cannot leave. */
  Optional<String> includeFrom(String image, String name) {
    if (!OverlayStore.isName(image)) {
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

  /** Ignition's description of the disks; empty for a node without any. */
  String ignition() {
    if (node.disks().isEmpty() && node.fileSystems().isEmpty()) {
      return "";
    }
    throw new TemplateException("disks by Ignition are not offered; use overlays of your own");
  }
}
