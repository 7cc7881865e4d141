package org.wwj.cli.overlay;

import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.SiteLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay create}. */
@Command(
    name = "create",
    aliases = {"new", "add"},
    description = {
      "Begins an overlay of the site.",
      "To change files of an overlay that ships, none has to be created: wwj overlay edit does it."
          + " With --opaque the site's hides that one as a whole, as Warewulf's do."
    },
    footer = {
      "",
      "Example:  wwj overlay create ours",
      "          wwj profile set default --system-overlays-add ours"
    },
    mixinStandardHelpOptions = true)
final class OverlayCreateCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--opaque",
      description = "Of the overlay of that name that ships, nothing shows through.")
  private boolean opaque;

  // Not OVERLAY: nothing to complete.
  @Parameters(paramLabel = "NAME", description = "What to call it.")
  private String name = "";

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    SiteLayer layer = overlays.layer(name);
    boolean ships = overlays.store().exists(name);
    if (ships && layer.overlay().ofSite()) {
      throw new OverlayException("overlay " + name + " exists already: " + layer.folder());
    }
    layer.create(opaque);
    spec.commandLine().getOut().println("Created overlay " + name + ": " + layer.folder());
    if (ships) {
      spec.commandLine()
          .getErr()
          .println(
              opaque
                  ? "wwj: it hides the overlay " + name + " that ships"
                  : "wwj: an overlay " + name + " ships; files of yours cover its one by one");
    }
    return 0;
  }
}
