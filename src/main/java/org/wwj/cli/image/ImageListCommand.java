package org.wwj.cli.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.Patterns;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.ImageStore;
import org.wwj.image.Manifest;
import org.wwj.image.Ram;
import org.wwj.net.HostList;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.RootMethod;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image list}. */
@Command(
    name = "list",
    aliases = "ls",
    description = {
      "Lists images, the generation that nodes get at their next boot, its kernel and its size.",
      "-l, -o wide and the other forms also tell the size in RAM when unpacked, the RAM that a",
      "machine needs at least with root: squashfs, tmpfs and initrd, and who boots it."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image list",
      "  wwj image list -a rocky-10             older generations too",
      "  wwj image list -o json | jq -r '.[] | select(.generation == null) | .name'",
      "                                         images that are not built"
    },
    mixinStandardHelpOptions = true)
final class ImageListCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Option(
      names = {"-a", "--all"},
      description = "Show older generations too.")
  private boolean all;

  @Option(
      names = {"-l", "--long"},
      description = "As -o wide.")
  private boolean longer;

  // Kernel and size are always shown; Warewulf's flags for them stand in scripts.
  @Option(
      names = {"-k", "--kernel", "-s", "--size", "-c", "--chroot", "--compressed"},
      hidden = true,
      description = "Accepted as by Warewulf.")
  boolean accepted;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which images; none means all.")
  private List<String> names = new ArrayList<>();

  /** One line of the list; a generation of an image, or an image without one. */
  private record Row(String image, Optional<Manifest> built, boolean current) {}

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    List<String> known = store.list();
    Patterns chosen = Patterns.choose(line, names, known);
    boolean incomplete = chosen.complain(line, "image", known);
    if (!incomplete || !chosen.names().isEmpty()) {
      List<Row> rows = rows(store, chosen.names());
      line.getOut().print(show(rows, config));
      line.getOut().flush();
    }
    return incomplete ? 1 : 0;
  }

  private List<Row> rows(ImageStore store, List<String> images) {
    List<Row> rows = new ArrayList<>();
    for (String image : images) {
      Optional<Generation> current = store.find(image);
      if (current.isEmpty()) {
        rows.add(new Row(image, Optional.empty(), false));
      }
      for (Generation generation : store.history(image)) {
        boolean now = current.equals(Optional.of(generation));
        if (all || now) {
          rows.add(new Row(image, Optional.of(Manifest.read(generation.manifest())), now));
        }
      }
    }
    return rows;
  }

  private String show(List<Row> rows, SiteConfig config) {
    if (output.structured()) {
      Map<String, List<String>> users = users(config);
      return output.objects(rows.stream().map(row -> object(row, users)).toList());
    }
    boolean wide = longer || output.wide();
    return output.rows(wide ? wide(rows, users(config)) : simple(rows));
  }

  private static Table simple(List<Row> rows) {
    Table table = new Table("IMAGE", "GENERATION", "KERNEL", "SIZE MIB");
    for (Row row : rows) {
      table.row(
          row.image(),
          row.built().map(Manifest::generation).orElse("not built: wwj image build " + row.image()),
          row.built().map(Manifest::kernelVersion).orElse(""),
          row.built().map(manifest -> mebibytes(manifest.size())).orElse(""));
    }
    return table;
  }

  private static Table wide(List<Row> rows, Map<String, List<String>> users) {
    Table table =
        new Table(
            "IMAGE",
            "GENERATION",
            "KERNEL",
            "SIZE MIB",
            "UNPACKED MIB",
            "CHUNKS",
            "CURRENT",
            "NODES",
            "RAM MIB");
    for (Row row : rows) {
      Optional<Manifest> built = row.built();
      table.row(
          row.image(),
          built.map(Manifest::generation).orElse(""),
          built.map(Manifest::kernelVersion).orElse(""),
          built.map(manifest -> mebibytes(manifest.size())).orElse(""),
          built.map(manifest -> mebibytes(manifest.treeSize())).orElse(""),
          built.map(manifest -> String.valueOf(manifest.chunks().size())).orElse(""),
          row.current() ? "yes" : "no",
          HostList.compress(users.getOrDefault(row.image(), List.of())),
          built.map(manifest -> ram(manifest.ram())).orElse(""));
    }
    return table;
  }

  private static Map<String, @Nullable Object> object(Row row, Map<String, List<String>> users) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", row.image());
    object.put("generation", row.built().map(Manifest::generation).orElse(null));
    object.put("current", row.current());
    object.put("kernel_version", row.built().map(Manifest::kernelVersion).orElse(null));
    object.put("size_bytes", row.built().map(Manifest::size).orElse(null));
    object.put("unpacked_bytes", row.built().map(Manifest::treeSize).orElse(null));
    for (RootMethod method : List.of(RootMethod.SQUASHFS, RootMethod.TMPFS, RootMethod.INITRD)) {
      object.put(
          "ram_" + method.name().toLowerCase(Locale.ROOT) + "_bytes",
          row.built().map(manifest -> manifest.ram().need(method)).filter(n -> n > 0).orElse(null));
    }
    object.put("chunks", row.built().map(manifest -> manifest.chunks().size()).orElse(null));
    object.put("nodes", users.getOrDefault(row.image(), List.of()));
    return object;
  }

  /** What a machine needs at least: with root squashfs, tmpfs, initrd. */
  private static String ram(Ram ram) {
    return ram.equals(Ram.UNKNOWN)
        ? ""
        : Stream.of(ram.squashfs(), ram.tmpfs(), ram.initrd())
            .map(bytes -> String.valueOf((bytes + (1 << 20) - 1) >> 20))
            .collect(Collectors.joining("/"));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (1024 * 1024.0));
  }

  /** Which nodes boot which image. */
  private static Map<String, List<String>> users(SiteConfig config) {
    Map<String, List<String>> users = new LinkedHashMap<>();
    for (Node node : new Merge(NodesFile.read(config.nodesFile())).nodes()) {
      String image = node.imageName().split("@", 2)[0];
      users.computeIfAbsent(image, key -> new ArrayList<>()).add(node.name());
    }
    return users;
  }
}
