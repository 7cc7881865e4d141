package org.wwj.cli;

import java.nio.file.Path;
import java.util.List;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;

/** The command {@code wwj image}. */
@Command(
    name = "image",
    description = "Imports, builds and lists the images that nodes boot.",
    subcommands = {ImageImportCommand.class, ImageBuildCommand.class, ImageListCommand.class},
    mixinStandardHelpOptions = true)
final class ImageCommand {
  /** The site's images. */
  static ImageStore store(SiteConfig config) {
    return new ImageStore(config.paths().chroots(), config.paths().provision());
  }

  /** Where recipes lie: what is installed, else what stands beside the jar of a clone. */
  static List<Path> recipes(SiteConfig config) {
    Path installed = config.paths().datadir().resolve("images");
    String home = System.getProperty("wwj.home", "");
    return home.isEmpty() ? List.of(installed) : List.of(installed, Path.of(home, "images"));
  }
}
