package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.SiteOption;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageStore;
import org.wwj.image.chroot.Bind;
import org.wwj.image.chroot.Chroot;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code exec} and {@code shell} have in common: a command in an image, and what follows. */
abstract class InsideCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-b", "--bind"},
      paramLabel = "SOURCE[:DEST[:ro|copy]]",
      description = {
        "Let the image see a file or folder of this server, beside image mounts: of the settings;"
            + " may be repeated.",
        "With copy, a file is put into the image if it has none, and taken away afterwards unless"
            + " it was changed."
      })
  private List<String> binds = new ArrayList<>();

  @Option(
      names = {"-n", "--node"},
      paramLabel = "NODE",
      description =
          "Lay that node's overlays over the image, as it would boot; nothing can be changed then.")
  private @Nullable String node;

  @Option(
      names = "--syncuser",
      description = "Afterwards give users and groups this server's numbers.")
  private boolean syncUser;

  @Option(
      names = "--build",
      arity = "0..1",
      paramLabel = "true|false",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Build the image afterwards if anything has changed (default: true).")
  private boolean build = true;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image's name.")
  private String image = "";

  /** What to run. */
  abstract List<String> command(Chroot chroot);

  /** Whether somebody types, whose last command says nothing of the whole. */
  abstract boolean typed();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    AfterWork after = new AfterWork(config, image, spec.commandLine());
    int code;
    boolean readonly;
    try (Chroot chroot =
        Chroot.enter(
            store,
            image,
            options(config),
            remark -> {
              err.println("wwj: " + remark);
              err.flush();
            })) {
      readonly = chroot.readonly();
      after.before();
      code = chroot.run(command(chroot));
      if (!readonly && (code == 0 || typed())) {
        after.exitScript(chroot);
      }
    }
    if (readonly) {
      return code;
    }
    if (code != 0 && !typed()) {
      err.println(
          "wwj: the command ended with exit code %d%s"
              .formatted(code, build ? "; nothing is built: wwj image build " + image : ""));
      err.flush();
      return code;
    }
    boolean good = after.users(syncUser);
    if (build && good) {
      good = after.build();
    }
    return code == 0 && !good ? 1 : code;
  }

  private Chroot.Options options(SiteConfig config) {
    List<Bind> all =
        Stream.concat(config.imageMounts().stream().map(Bind::of), binds.stream().map(Bind::parse))
            .toList();
    String name = node;
    return name == null
        ? new Chroot.Options(all, null, "")
        : new Chroot.Options(all, new NodeLayer(site, name), name);
  }
}
