package org.wwj.cli.overlay;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wwj.cli.SiteOption;
import org.wwj.overlay.ModeChange;
import org.wwj.overlay.OverlayFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay chmod}. */
@Command(
    name = "chmod",
    description = {
      "Changes the mode of a file in an overlay.",
      "Of a file that ships only the mode becomes the site's, by a line in its file modes."
    },
    footer = {
      "",
      "Examples:  wwj overlay chmod ours /etc/munge/munge.key 0400",
      "           wwj overlay chmod ours /usr/local/bin/tool u+x,go-w"
    },
    mixinStandardHelpOptions = true)
final class OverlayChmodCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--noupdate"},
      hidden = true,
      description = "Accepted as by Warewulf: there is nothing to build.")
  boolean accepted;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "A file or folder in it.")
  private String given = "";

  @Parameters(index = "2", paramLabel = "MODE", description = "As chmod takes it: 0640, u+x,go-w.")
  private String mode = "";

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    OverlayFile file = SiteOverlays.file(overlays.overlay(name), given);
    int bits = ModeChange.parse(mode).apply(file.permissions(), file.isFolder());
    Path where = overlays.layer(name).modes().chmod(file, bits);
    spec.commandLine()
        .getOut()
        .println("Mode of %s in overlay %s: %04o (%s)".formatted(file.path(), name, bits, where));
    return 0;
  }
}
