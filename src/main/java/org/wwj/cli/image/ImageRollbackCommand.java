package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.Generations;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.net.HostList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image rollback}. */
@Command(
    name = "rollback",
    description = {
      "Makes an earlier generation of an image the current one, at once.",
      "Nodes get it at their next boot; those that boot now finish with what they began."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image rollback rocky-10            the one before the current",
      "  wwj image rollback rocky-10 20261123T051400Z-1f2e3d4c",
      "                                         any, also a newer one"
    },
    mixinStandardHelpOptions = true)
final class ImageRollbackCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "GENERATION",
      description = "Which; without it the one before the current.")
  private String id = "";

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    ImageReference reference = ImageReference.parse(name, store);
    if (!reference.id().isEmpty() && !id.isEmpty()) {
      throw new ImageException("two generations are named: " + reference.id() + " and " + id);
    }
    String image = reference.image();
    Optional<Generation> before = store.find(image);
    Generation now =
        new Generations(store).rollback(image, reference.id().isEmpty() ? id : reference.id());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        before.equals(Optional.of(now))
            ? image + "@" + now.id() + " is the current generation already"
            : image
                + " is now "
                + now.id()
                + before.map(old -> " (was " + old.id() + ")").orElse(""));
    out.println(who(config, image));
    out.flush();
    return 0;
  }

  /** The switch is done, whatever nodes.conf looks like. */
  private static String who(SiteConfig config, String image) {
    try {
      SortedSet<String> nodes = GenerationUse.of(config).following(image);
      return nodes.isEmpty()
          ? "No node boots the current generation of it."
          : "At their next boot get it: " + HostList.compress(nodes);
    } catch (ConfigException e) {
      return "Which nodes get it is not known: " + e.getMessage();
    }
  }
}
