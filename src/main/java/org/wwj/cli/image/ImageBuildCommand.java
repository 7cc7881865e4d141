package org.wwj.cli.image;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.config.SiteConfig;
import org.wwj.image.Builder;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import picocli.CommandLine;
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
      "Beside the usual kernel it brings those that nodes ask for, and the drivers of",
      "the network cards that nodes were seen with.",
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
      names = {"-a", "--all"},
      description = "Build every image that has a tree.")
  private boolean all;

  @Option(
      names = "--syncuser",
      description = "Give the image's files the server's users and groups first.")
  private boolean syncuser;

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

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "The images' names.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    if (all == !names.isEmpty()) {
      throw new CommandLine.ParameterException(
          line, "say which images to build, or --all" + (all ? ", not both" : ""));
    }
    Building building = new Building(config, line);
    Builder.Options options = new Builder.Options(force, kernel, initrd, modules);
    boolean good = true;
    for (String name : all ? withTree(store) : names) {
      try {
        if (!syncuser || new UserSync(store, name, line).write()) {
          building.build(name, options);
        } else {
          good = false;
        }
      } catch (ImageException e) {
        line.getErr().println("wwj: " + e.getMessage());
        good = false; // the others may do
      }
    }
    return good ? 0 : 1;
  }

  private static List<String> withTree(ImageStore store) {
    return store.list().stream().filter(name -> Files.isDirectory(store.rootfs(name))).toList();
  }
}
