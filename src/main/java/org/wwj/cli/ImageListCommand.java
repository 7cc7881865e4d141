package org.wwj.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wwj.config.ConfigException;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code wwj image list}. */
@Command(
    name = "list",
    description = "Lists images, their kernels and sizes.",
    mixinStandardHelpOptions = true)
final class ImageListCommand implements Callable<Integer> {
  private static final String ROW = "%-20s %-28s %-32s %10s%n";

  @Mixin private SiteOption site = new SiteOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-a", "--all"},
      description = "Show older generations too.")
  private boolean all;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      ImageStore store = ImageCommand.store(site.config());
      out.printf(ROW, "IMAGE", "GENERATION", "KERNEL", "SIZE MiB");
      for (String image : store.list()) {
        Optional<Generation> current = store.find(image);
        if (current.isEmpty()) {
          out.printf(ROW, image, "not built: wwj image build " + image, "", "");
        }
        for (Generation generation : store.history(image)) {
          if (all || current.equals(Optional.of(generation))) {
            row(out, generation);
          }
        }
      }
      return 0;
    } catch (ImageException | ConfigException e) {
      spec.commandLine().getErr().println("wwj: " + e.getMessage());
      return 1;
    }
  }

  private static void row(PrintWriter out, Generation generation) {
    Manifest manifest = Manifest.read(generation.manifest());
    String mebibytes = String.format(Locale.ROOT, "%.1f", manifest.size() / (1024 * 1024.0));
    out.printf(ROW, generation.image(), generation.id(), manifest.kernelVersion(), mebibytes);
  }
}
