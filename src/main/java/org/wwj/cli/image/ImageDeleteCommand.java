package org.wwj.cli.image;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.wwj.cli.ImageUsers;
import org.wwj.cli.SiteOption;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.image.ImageException;
import org.wwj.image.ImageMoves;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image delete}. */
@Command(
    name = "delete",
    aliases = {"rm", "remove", "del"},
    description = {
      "Deletes images: their trees and all of their generations.",
      "An image that a node or profile names is not deleted. Nodes that are loading one get it to"
          + " the end."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image delete rocky-9",
      "  wwj image delete -y rocky-9 rocky-9-test"
    },
    mixinStandardHelpOptions = true)
final class ImageDeleteCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "The images' names.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    ImageUsers all = new ImageUsers(config);
    List<String> images = List.copyOf(new LinkedHashSet<>(names));
    // All or none: a list with a mistake in it is not half done.
    for (String image : images) {
      if (!store.list().contains(image)) {
        throw new ImageException("no image " + image + Spelling.hint(image, store.list()));
      }
      List<String> users = all.of(image);
      if (!users.isEmpty()) {
        throw new ImageException(
            "image %s is used by %s; give them another image first"
                .formatted(image, String.join(" and ", users)));
      }
    }
    String what = (images.size() == 1 ? "image " : "images ") + String.join(", ", images);
    if (!Confirmation.given(yes, "Delete " + what)) {
      return 1;
    }
    ImageMoves moves = new ImageMoves(store);
    images.forEach(moves::delete);
    spec.commandLine().getOut().println("Deleted " + what);
    return 0;
  }
}
