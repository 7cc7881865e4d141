package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Terminal;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.GenerationRecord;
import org.wwj.image.Generations;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image prune}. */
@Command(
    name = "prune",
    description = {
      "Removes old generations of images for good, and says first which.",
      "The newest stay, and the current one, and what a node names, runs or is booting."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image prune                        of all images, asks first",
      "  wwj image prune --dry-run rocky-10     only says which",
      "  wwj image prune -y --keep 2 rocky-10"
    },
    mixinStandardHelpOptions = true)
final class ImagePruneCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many of the newest of each image stay (default ${DEFAULT-VALUE}).")
  private int keep;

  @Option(names = "--dry-run", description = "Only say what would go.")
  private boolean dry;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "Which images; none means all.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    if (keep < 0) {
      throw new ParameterException(spec.commandLine(), "--keep is a number from 0");
    }
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    List<String> images =
        names.isEmpty()
            ? store.list()
            : names.stream().map(name -> ImageReference.parse(name, store).image()).toList();
    Generations generations = new Generations(store);
    PrintWriter out = spec.commandLine().getOut();
    List<Generation> going = going(generations, images, config, out);
    if (going.isEmpty()) {
      out.println("Nothing to remove.");
      return 0;
    }
    if (dry || !agreed(going.size())) {
      return dry ? 0 : 1;
    }
    int gone = 0;
    for (String image : images) {
      // Asked again: a node may have been pinned, or have booted, while somebody thought about it.
      List<Generation> now =
          generations.removable(image, keep, GenerationUse.of(config).kept()).stream()
              .filter(going::contains)
              .toList();
      gone += now.isEmpty() ? 0 : generations.remove(image, now).size();
    }
    out.println("Removed " + count(gone));
    out.flush();
    return 0;
  }

  private List<Generation> going(
      Generations generations, List<String> images, SiteConfig config, PrintWriter out) {
    GenerationUse use = GenerationUse.of(config);
    List<Generation> going = new ArrayList<>();
    for (String image : images) {
      for (Generation generation : generations.removable(image, keep, use.kept())) {
        going.add(generation);
        out.println(
            String.format(
                Locale.ROOT,
                "%s@%s  %.1f MiB",
                image,
                generation.id(),
                GenerationRecord.of(generation).bytes() / (1024 * 1024.0)));
      }
    }
    out.flush();
    return going;
  }

  private boolean agreed(int number) {
    if (yes) {
      return true;
    }
    Terminal terminal = new Terminal();
    String question = "Remove " + count(number) + " for good";
    if (!terminal.present()) {
      throw new ImageException("nobody is there to confirm: " + question + "; repeat with -y");
    }
    return terminal.yes(question);
  }

  private static String count(int number) {
    return number + (number == 1 ? " generation" : " generations");
  }
}
