package org.wwj.cli.image;

import java.nio.file.Path;
import java.util.List;
import org.wwj.cli.SiteOption;
import org.wwj.config.SiteConfig;
import org.wwj.image.Builder;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code wwj image}. */
@Command(
    name = "image",
    aliases = {"container", "vnfs"},
    description = {
      "Imports, builds and lists the images that nodes boot.",
      "An image is a tree of files that is built into generations; nodes boot the newest."
    },
    subcommands = {
      ImageImportCommand.class,
      ImageExecCommand.class,
      ImageShellCommand.class,
      ImageBuildCommand.class,
      ImageListCommand.class,
      ImageShowCommand.class,
      ImageKernelsCommand.class,
      ImageCopyCommand.class,
      ImageRenameCommand.class,
      ImageDeleteCommand.class,
      ImageSyncuserCommand.class,
      ImageHistoryCommand.class,
      ImageRollbackCommand.class,
      ImageDiffCommand.class,
      ImageVerifyCommand.class,
      ImagePruneCommand.class
    },
    footer = {
      "",
      "Example:",
      "  wwj image import recipe:debian-12 debian-12",
      "  wwj image build debian-12",
      "  wwj profile set default --image debian-12"
    },
    mixinStandardHelpOptions = true)
public final class ImageCommand {
  @Mixin SiteOption site = new SiteOption();

  /** The site's images. */
  public static ImageStore store(SiteConfig config) {
    return new ImageStore(config.paths().chroots(), config.paths().provision());
  }

  /** What builds the site's images, for what its nodes need of them. */
  public static Builder builder(SiteConfig config) {
    return SiteDemand.builder(config);
  }

  /** Where recipes lie: what is installed, else what stands beside the jar of a clone. */
  public static List<Path> recipes(SiteConfig config) {
    Path installed = config.paths().datadir().resolve("images");
    String home = System.getProperty("wwj.home", "");
    return home.isEmpty() ? List.of(installed) : List.of(installed, Path.of(home, "images"));
  }
}
