package org.wwj.cli.overlay;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.SiteOption;
import org.wwj.overlay.InnerPath;
import org.wwj.overlay.LayerDiff;
import org.wwj.overlay.Overlay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay diff}. */
@Command(
    name = "diff",
    description = {
      "Shows what the site changed in an overlay that ships: contents, modes and owners.",
      "After an upgrade it tells what of a covered file has become another."
    },
    footer = {
      "",
      "Examples:  wwj overlay diff hosts",
      "           wwj overlay diff hosts etc/hosts.ww"
    },
    mixinStandardHelpOptions = true)
final class OverlayDiffCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A file or folder in it; none means all.")
  private @Nullable String given;

  @Override
  public Integer call() {
    Overlay overlay = SiteOverlays.of(site).overlay(name);
    String path = given == null ? "" : InnerPath.of(given);
    if (!path.isEmpty() && !overlay.below().containsKey(path)) {
      SiteOverlays.file(overlay, path); // it must be somewhere
    }
    Sources.print(spec.commandLine().getOut(), LayerDiff.of(overlay, path));
    return 0;
  }
}
