package org.wwj.cli.image;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageException;
import org.wwj.image.Importer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image import}. */
@Command(
    name = "import",
    aliases = "pull",
    description = {
      "Brings a root file system in as an image.",
      "Owners, modes, extended attributes, hard links, devices and holes are kept."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image import recipe:debian-12 debian-12     build it from its recipe",
      "  wwj image import /srv/rocky-rootfs rocky-10     copy a folder",
      "  wwj image import rocky.tar.zst rocky-10 --force replace an image"
    },
    mixinStandardHelpOptions = true)
final class ImageImportCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--force", "-u", "--update"},
      description = "Replace an image of that name; it stays as it was if the import fails.")
  private boolean replace;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "A folder, a tar archive (plain, .gz, .xz, .zst) or recipe:NAME.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The image's name.")
  private String name = "";

  @Override
  public Integer call() {
    try {
      SiteConfig config = site.config();
      Path tree =
          new Importer(ImageCommand.store(config), ImageCommand.recipes(config))
              .run(source, name, replace);
      spec.commandLine().getOut().println("Imported " + name + " into " + tree);
      spec.commandLine().getOut().println("Next: wwj image build " + name);
      return 0;
    } catch (ImageException | ConfigException e) {
      spec.commandLine().getErr().println("wwj: " + e.getMessage());
      return 1;
    }
  }
}
