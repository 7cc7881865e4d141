package org.wwj.cli.image;

import java.util.List;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.image.Builder;
import org.wwj.image.ImageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image build}. */
@Command(
    name = "build",
    description = {
      "Makes a new generation of an image: kernel, stage-1 and root file system.",
      "Beside the usual kernel it brings those that nodes ask for (kernel version), and the drivers",
      "of the network cards that nodes were seen with.",
      "Nodes get it at their next boot; those that boot now finish with the old one."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image build rocky-10",
      "  wwj image build rocky-10 --kernel 6.12 --module mlx5_core"
    },
    mixinStandardHelpOptions = true)
final class ImageBuildCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--force"},
      description = "Build even when nothing has changed.")
  private boolean force;

  @Option(
      names = "--kernel",
      paramLabel = "VERSION",
      description =
          "A kernel's version, its beginning, or a path in the image; default the newest.")
  private String kernel = "";

  @Option(names = "--initrd", description = "Pack the tree for nodes with root: initrd as well.")
  private boolean initrd;

  @Option(
      names = "--module",
      paramLabel = "DRIVER",
      description = "A driver that stage-1 carries beside the usual ones; may be repeated.")
  private List<String> modules = List.of();

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The images' names.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    try {
      Building building = new Building(site.config(), spec.commandLine());
      Builder.Options options = new Builder.Options(force, kernel, initrd, modules);
      names.forEach(name -> building.build(name, options));
      return 0;
    } catch (ImageException | ConfigException e) {
      spec.commandLine().getErr().println("wwj: " + e.getMessage());
      return 1;
    }
  }
}
