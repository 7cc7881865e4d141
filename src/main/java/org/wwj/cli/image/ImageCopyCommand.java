package org.wwj.cli.image;

import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.image.ImageMoves;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image copy}. */
@Command(
    name = "copy",
    aliases = "cp",
    description = {
      "Copies an image's tree under another name, to change the copy and keep the original.",
      "Generations are not copied: the copy is built anew."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image copy rocky-10 rocky-10-test",
      "  wwj image copy -b rocky-10 rocky-10-test      and build it"
    },
    mixinStandardHelpOptions = true)
final class ImageCopyCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-b", "--build"},
      description = "Build the copy.")
  private boolean build;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's name.")
  private String image = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "The copy's name.")
  private String copy = "";

  @Override
  public Integer call() {
    ImageStore store = ImageCommand.store(site.config());
    new ImageMoves(store).copy(image, copy);
    spec.commandLine().getOut().println("Copied image " + image + " to " + copy);
    if (build) {
      new Building(site.config(), spec.commandLine()).again(copy);
    }
    return 0;
  }
}
