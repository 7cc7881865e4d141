package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wwj.cli.ImageUsers;
import org.wwj.cli.SiteOption;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.image.Origin;
import org.wwj.net.HostList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image show}. */
@Command(
    name = "show",
    description = {
      "Prints where an image's tree lies.",
      "With -a also where it came from, its kernel, its generations and who boots it."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image show -a rocky-10",
      "  cp site.repo \"$(wwj image show rocky-10)/etc/yum.repos.d\""
    },
    mixinStandardHelpOptions = true)
final class ImageShowCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-a", "--all"},
      description = "All that is known of it.")
  private boolean all;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's name.")
  private String image = "";

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    if (!store.list().contains(image)) {
      throw new ImageException("no image " + image + Spelling.hint(image, store.list()));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!all) {
      out.println(store.rootfs(image));
      return 0;
    }
    line("Name", image);
    line("Rootfs", store.rootfs(image).toString());
    line("Read-only", store.readonly(image) ? "yes" : "no");
    store
        .origin(image)
        .map(Origin::lines)
        .orElse(List.of())
        .forEach(fact -> {
          String[] words = fact.split(" ", 2);
          line("Origin " + words[0], words.length == 2 ? words[1] : "");
        });
    String kernel =
        new ImageKernels(store.rootfs(image))
            .all().stream()
                .filter(ImageKernels.Found::standard)
                .map(ImageKernels.Found::version)
                .findFirst()
                .orElse("");
    line("Kernel", kernel);
    String current = store.find(image).map(Generation::id).orElse("");
    line("Generation", current);
    store.history(image).stream()
        .map(Generation::id)
        .filter(id -> !id.equals(current))
        .forEach(id -> line("Older", id));
    List<String> nodes = new ImageUsers(config).nodes().getOrDefault(image, List.of());
    line("Nodes", HostList.compress(nodes));
    return 0;
  }

  private void line(String name, String value) {
    String text = value.isEmpty() ? "--" : value;
    spec.commandLine().getOut().println("%-18s%s".formatted(name + ":", text));
  }
}
