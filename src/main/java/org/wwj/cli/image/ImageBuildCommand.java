package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.wwj.boot.FactsStore;
import org.wwj.cli.SiteOption;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.delivery.Foresight;
import org.wwj.image.Builder;
import org.wwj.image.Generation;
import org.wwj.image.GenerationRecord;
import org.wwj.image.ImageException;
import org.wwj.image.Manifest;
import org.wwj.net.HostList;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
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
  private static final double MIB = 1024 * 1024;

  /** From so many generations on it is said that there are many. */
  private static final int MANY = 6;

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
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Builder builder = ImageCommand.builder(site.config());
      Builder.Options options = new Builder.Options(force, kernel, initrd, modules);
      for (String name : names) {
        Builder.Outcome outcome =
            builder.build(
                name,
                options,
                new Builder.Progress() {
                  @Override
                  public void step(String what) {
                    out.println(name + ": " + what);
                    out.flush();
                  }

                  @Override
                  public void warning(String what) {
                    err.println("wwj: warning: " + what);
                    err.flush();
                  }
                });
        out.println(line(outcome));
        many(name, outcome).ifPresent(out::println);
        warnings(outcome).forEach(warning -> err.println("wwj: warning: " + warning));
      }
      return 0;
    } catch (ImageException | ConfigException e) {
      err.println("wwj: " + e.getMessage());
      return 1;
    }
  }

  /** Nothing is removed by itself, as nodes may run it; so it is said when they pile up. */
  private Optional<String> many(String image, Builder.Outcome outcome) {
    List<Generation> all = ImageCommand.store(site.config()).history(image);
    if (outcome.upToDate() || all.size() < MANY) {
      return Optional.empty();
    }
    long bytes = all.stream().mapToLong(g -> GenerationRecord.of(g).bytes()).sum();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s has %d generations, %.1f GiB; wwj image prune %1$s removes what nobody needs",
            image,
            all.size(),
            bytes / MIB / 1024));
  }

  /** Nodes that are known not to boot it. */
  private List<String> warnings(Builder.Outcome outcome) {
    SiteConfig config = site.config();
    Foresight foresight = new Foresight(ImageCommand.store(config), FactsStore.of(config));
    Map<String, SortedSet<String>> nodes = new LinkedHashMap<>();
    for (Node node : new Merge(NodesFile.read(config.nodesFile())).nodes()) {
      if (node.imageName().equals(outcome.generation().image())) {
        foresight
            .ram(node, outcome.generation())
            .ifPresent(text -> nodes.computeIfAbsent(text, t -> new TreeSet<>()).add(node.name()));
      }
    }
    return nodes.entrySet().stream()
        .map(entry -> HostList.compress(entry.getValue()) + " " + entry.getKey())
        .toList();
  }

  private static String line(Builder.Outcome outcome) {
    Manifest manifest = outcome.manifest();
    String name = outcome.generation().image() + "@" + manifest.generation();
    if (outcome.upToDate()) {
      return name + " is up to date";
    }
    return outcome.restored()
        ? name + " was built of just this before, and is what nodes get again"
        : String.format(
            Locale.ROOT,
            "%s: kernel %s, %.1f MiB in %d chunks, %.1f MiB unpacked; needs %.0f MiB of RAM, or"
                + " %.0f with root: tmpfs",
            name,
            manifest.kernelVersion(),
            manifest.size() / MIB,
            manifest.chunks().size(),
            manifest.treeSize() / MIB,
            Math.ceil(manifest.ram().squashfs() / MIB),
            Math.ceil(manifest.ram().tmpfs() / MIB));
  }
}
