package org.wwj.cli.image;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.cli.WwjCommand;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.ImageStore;
import org.wwj.image.Importer;
import org.wwj.image.oci.Sources;
import org.wwj.ops.Display;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image import}. */
@Command(
    name = "import",
    aliases = "pull",
    description = {
      "Brings a root file system in as an image.",
      "Owners, modes, extended attributes, hard links, devices and holes are kept."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image import docker://rockylinux:9 rocky-9",
      "  wwj image import docker://sms:5000/hpc/compute:v3 compute --update --build",
      "  wwj image import oci-archive:compute.tar compute",
      "  wwj image import recipe:debian-12               build it from its recipe",
      "  wwj image import /srv/rocky-rootfs rocky-10     copy a folder",
      "  wwj image import rocky.tar.zst rocky-10 --force replace an image",
      "  wwj image import docker://sms/x:1 --username me --password-stdin <secret",
      "",
      "An image stays as it was until the new one is complete, and if the import fails.",
      "Layers from registries are kept in cachedir/oci, so only new ones are fetched."
    },
    mixinStandardHelpOptions = true)
final class ImageImportCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--force"},
      description = "Replace an image of that name.")
  private boolean force;

  @Option(
      names = {"-u", "--update"},
      description = "Replace an image of that name, as --force does.")
  private boolean update;

  @Option(
      names = {"-b", "--build"},
      description = "Build the image afterwards.")
  private boolean build;

  @Option(
      names = "--syncuser",
      description = "Give its users the numbers of this server afterwards: wwj image syncuser.")
  private boolean syncuser;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description =
          "docker://REGISTRY/REPOSITORY:TAG or oci://…; an archive of docker save, podman save or"
              + " skopeo; an OCI layout; a root file system's tar archive (plain, .gz, .xz, .zst)"
              + " or folder; recipe:NAME.")
  private String source = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The image's name; default the last part of the source.")
  private String name = "";

  @Override
  public Integer call() {
    try {
      SiteConfig config = site.config();
      Sources sources =
          new Sources(
              ImageCommand.recipes(config),
              config.paths().cachedir().resolve("oci"),
              registry.access());
      ImageSource from = sources.parse(source);
      String image = name.isEmpty() ? derived(from) : ImageStore.requireName(name);
      return run(config, from, image) ? 0 : 1;
    } catch (ImageException | ConfigException e) {
      spec.commandLine().getErr().println("wwj: " + e.getMessage());
      return 1;
    }
  }

  private String derived(ImageSource from) {
    if (!ImageStore.validName(from.imageName())) {
      throw new ImageException(
          "no image's name follows from '" + source + "'; give one: wwj image import SOURCE NAME");
    }
    return from.imageName();
  }

  private boolean run(SiteConfig config, ImageSource from, String image) {
    PrintWriter out = spec.commandLine().getOut();
    ImageStore store = ImageCommand.store(config);
    Path tree;
    try (ImportDisplay display = new ImportDisplay(image, out, Display.standard())) {
      tree = new Importer(store).run(from, image, force || update, display);
    }
    out.println("Imported " + image + " into " + tree);
    out.flush();
    if (syncuser && !after("syncuser", "--write", image)) {
      return false;
    }
    if (build) {
      return after("build", image);
    }
    out.println("Next: wwj image build " + image);
    return true;
  }

  /** Runs the command beside this one, as the admin would next. */
  private boolean after(String... words) {
    List<String> all = new ArrayList<>(List.of("image"));
    all.addAll(List.of(words));
    all.addAll(List.of("--conf", site.file().toString()));
    CommandLine commands = WwjCommand.commandLine();
    commands.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
    commands.setExecutionExceptionHandler((e, line, parsed) -> WwjCommand.failed(e, line));
    return commands.execute(all.toArray(String[]::new)) == 0;
  }
}
