package org.wwj.cli.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.Patterns;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.net.HostList;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image kernels} (warewulf.md §5). */
@Command(
    name = "kernels",
    aliases = "kernel",
    description = {
      "Lists the kernels in images: path, version, which one nodes boot that ask for no other, and"
          + " the nodes that boot each.",
    },
    footer = {
      "",
      "Examples:",
      "  wwj image kernels",
      "  wwj image kernels rocky-10 -o json",
      "  wwj node set c1 --kernelversion 6.12.0-55      boot that one"
    },
    mixinStandardHelpOptions = true)
final class ImageKernelsCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "IMAGE", description = "Which images; none means all.")
  private List<String> names = new ArrayList<>();

  /** A kernel of an image and the nodes that boot it. */
  private record Row(String image, ImageKernels.Found kernel, List<String> nodes) {}

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    List<String> known = store.list();
    Patterns chosen = Patterns.choose(line, names, known);
    boolean incomplete = chosen.complain(line, "image", known);
    List<Node> nodes = new Merge(NodesFile.read(config.nodesFile())).nodes();
    List<Row> rows = new ArrayList<>();
    chosen.names().forEach(image -> rows.addAll(rows(store, image, nodes)));
    line.getOut().print(output.shown(() -> objects(rows), () -> table(rows)));
    line.getOut().flush();
    return incomplete ? 1 : 0;
  }

  private static List<Row> rows(ImageStore store, String image, List<Node> nodes) {
    ImageKernels kernels = new ImageKernels(store.rootfs(image));
    Map<String, List<String>> users = new LinkedHashMap<>();
    List<ImageKernels.Found> all = kernels.all();
    Optional<String> standard =
        all.stream().filter(ImageKernels.Found::standard).findFirst().map(ImageKernels.Found::path);
    for (Node node : nodes) {
      if (node.imageName().split("@", 2)[0].equals(image)) {
        String wish = node.kernel().version();
        (wish.isEmpty() ? standard : kernels.find(wish))
            .ifPresent(
                path -> users.computeIfAbsent(path, key -> new ArrayList<>()).add(node.name()));
      }
    }
    return all.stream()
        .map(kernel -> new Row(image, kernel, users.getOrDefault(kernel.path(), List.of())))
        .toList();
  }

  private String table(List<Row> rows) {
    Table table = new Table("IMAGE", "KERNEL", "VERSION", "DEFAULT", "NODES");
    for (Row row : rows) {
      table.row(
          row.image(),
          row.kernel().path(),
          row.kernel().version(),
          String.valueOf(row.kernel().standard()),
          HostList.compress(row.nodes()));
    }
    return output.rows(table);
  }

  private static List<Map<String, @Nullable Object>> objects(List<Row> rows) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (Row row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("image", row.image());
      object.put("kernel", row.kernel().path());
      object.put("version", row.kernel().version());
      object.put("default", row.kernel().standard());
      object.put("nodes", row.nodes());
      objects.add(object);
    }
    return objects;
  }
}
