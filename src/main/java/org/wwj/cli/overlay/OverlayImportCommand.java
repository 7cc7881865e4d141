package org.wwj.cli.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.SiteOption;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.SiteLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay import}. */
@Command(
    name = "import",
    aliases = "cp",
    description = {
      "Copies a file of this server into an overlay, with mode and owner; a folder with all in it.",
      "Without DEST it has the same path on the nodes as here."
    },
    footer = {
      "",
      "Examples:",
      "  wwj overlay import --parents ours /etc/subuid",
      "  wwj overlay import -p ours chrony.conf.ww /etc/chrony.conf.ww"
    },
    mixinStandardHelpOptions = true)
final class OverlayImportCommand implements Callable<Integer> {
  private static final int FOLDER_MODE = 0755;

  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--overwrite"},
      description = "Put it in the place of a file that is there.")
  private boolean overwrite;

  @Option(
      names = {"-p", "--parents"},
      description = "Make the folders on the way to it.")
  private boolean parents;

  @Option(
      names = {"-n", "--noupdate"},
      hidden = true,
      description = "Accepted as by Warewulf: there is nothing to build.")
  boolean accepted;

  @Option(
      names = "--workers",
      hidden = true,
      paramLabel = "N",
      description = "Accepted as by Warewulf: there is nothing to build.")
  int workers;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SOURCE", description = "A file or folder of this server.")
  private Path source = Path.of("");

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "DEST",
      description = "Its path on the nodes; into a folder that is there, or with a / at the end.")
  private @Nullable String destination;

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    Importing importing =
        Importing.of(
            overlays.overlay(name),
            source,
            destination == null ? source.toAbsolutePath().normalize().toString() : destination,
            overwrite);
    SiteLayer layer = overlays.layer(name);
    layer.folders(importing.items().getFirst().path(), parents, FOLDER_MODE);
    for (Importing.Item item : importing.items()) {
      if (item.folder()) {
        layer.mkdir(item.path(), mode(item.source()));
      } else {
        layer.copy(item.source(), item.path(), item.source().equals(source));
      }
    }
    long files = importing.items().stream().filter(item -> !item.folder()).count();
    spec.commandLine()
        .getOut()
        .println(
            "Imported %s into overlay %s: %s%s"
                .formatted(
                    source,
                    name,
                    importing.items().getFirst().path(),
                    importing.items().getFirst().folder() ? " (" + files + " files)" : ""));
    return 0;
  }

  private static int mode(Path folder) {
    try {
      return (int) Files.getAttribute(folder, "unix:mode") & 07777;
    } catch (IOException e) {
      throw new OverlayException(folder + " cannot be read: " + e, e);
    }
  }
}
