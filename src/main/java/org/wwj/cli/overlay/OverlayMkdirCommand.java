package org.wwj.cli.overlay;

import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.overlay.InnerPath;
import org.wwj.overlay.ModeChange;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.SiteLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay mkdir}. */
@Command(
    name = "mkdir",
    description = "Makes a folder in an overlay.",
    footer = {"", "Example:  wwj overlay mkdir --mode 0700 ours /etc/ours.d"},
    mixinStandardHelpOptions = true)
final class OverlayMkdirCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "MODE",
      defaultValue = "0755",
      description = "Its mode (default ${DEFAULT-VALUE}).")
  private String mode = "0755";

  // Warewulf makes them always; as mkdir's own flag it may stand there too.
  @Option(
      names = {"-p", "--parents"},
      description = "No complaint when it is there already.")
  private boolean parents;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "Path of the folder.")
  private String given = "";

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    Overlay overlay = overlays.overlay(name);
    String path = InnerPath.ofFile(given);
    int bits = ModeChange.parse(mode).apply(0755, true);
    OverlayFile there = overlay.files().get(path);
    if (there != null && !(there.isFolder() && parents)) {
      throw new OverlayException(
          "overlay %s has a %s %s already (%s)"
              .formatted(name, there.type(), path, there.source()));
    }
    SiteLayer layer = overlays.layer(name);
    if (there == null) {
      layer.folders(path, true, bits);
      layer.mkdir(path, bits);
      spec.commandLine().getOut().println("Made folder " + path + " in overlay " + name);
    }
    return 0;
  }
}
