package org.wwj.cli.image;

import java.util.List;
import java.util.concurrent.Callable;
import org.wwj.cli.ImageUsers;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageMoves;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image rename}. */
@Command(
    name = "rename",
    aliases = "mv",
    description = {
      "Gives an image another name, its generations too.",
      "Nodes and profiles that name it name the new one afterwards; wwj asks before it changes"
          + " them."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image rename rocky-10-test rocky-10.1",
      "  wwj image rename -y rocky-10 rocky-10-old     do not ask"
    },
    mixinStandardHelpOptions = true)
final class ImageRenameCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = {"-b", "--build"},
      description = "Build it under its new name.")
  private boolean build;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's name.")
  private String image = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "Its new name.")
  private String renamed = "";

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    ImageUsers all = new ImageUsers(config);
    ImageMoves moves = new ImageMoves(store);
    List<String> users = all.of(image);
    if (!users.isEmpty()
        && !Confirmation.given(
            yes,
            "Rename image %s to %s, also for %s"
                .formatted(image, renamed, String.join(" and ", users)))) {
      return 1;
    }
    moves.rename(image, renamed);
    if (!users.isEmpty()) {
      try {
        all.rename(spec, image, renamed);
      } catch (ConfigException e) {
        moves.rename(renamed, image); // or they would name what is not there
        throw e;
      }
    }
    spec.commandLine().getOut().println("Renamed image " + image + " to " + renamed);
    if (build) {
      new Building(site.config(), spec.commandLine()).again(renamed);
    }
    return 0;
  }
}
