package org.wwj.cli.image;

import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image syncuser} (warewulf.md §5). */
@Command(
    name = "syncuser",
    description = {
      "Gives users and groups of an image the numbers they have on this server.",
      "Those that only the server has are added; files of the image follow their owners. Without"
          + " --write it is only shown, with each file whose owner would change."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image syncuser rocky-10",
      "  wwj image syncuser --write --build rocky-10",
      "",
      "A number that would belong to two names is an error; nothing is changed then."
    },
    mixinStandardHelpOptions = true)
final class ImageSyncuserCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--write", description = "Do it.")
  private boolean write;

  @Option(names = "--build", description = "Build the image afterwards; goes with --write.")
  private boolean build;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's name.")
  private String image = "";

  @Override
  public Integer call() {
    ImageStore store = ImageCommand.store(site.config());
    UserSync sync = new UserSync(store, image, spec.commandLine());
    boolean good = write ? sync.write() : sync.show();
    if (good && build && write) {
      new Building(site.config(), spec.commandLine()).again(image);
    }
    return good ? 0 : 1;
  }
}
